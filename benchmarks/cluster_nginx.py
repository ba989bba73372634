"""Write nginx.conf for `benchmarks/cluster` from the lines of docs/DEPLOYMENT.md.

Usage: cluster_nginx.py DEPLOYMENT.md FOLDER PORT ODOO_PORT...
"""

import re
import sys
from pathlib import Path

docs, folder, front, *servers = sys.argv[1:]
block = re.search(r"```nginx\n(.*?)```", Path(docs).read_text(encoding="utf-8"), re.S)[
    1
]
inside_http, inside_server = block.split("# server { ... }\n")
block_of = {
    "http": inside_http.replace("# http { ... }\n", ""),
    "server": inside_server.replace("/etc/nginx/pages", f"{folder}/nginx"),
}
for name in block_of:
    block_of[name] = block_of[name].replace("/var/log/nginx", f"{folder}/nginx")
pool = "".join(f"    server 127.0.0.1:{port};\n" for port in servers)
Path(folder, "nginx", "link-away.html").write_text("<p>Away for a moment.</p>")
Path(folder, "nginx.conf").write_text(
    f"""\
pid {folder}/nginx.pid;
error_log {folder}/nginx/error.log warn;
events {{ worker_connections 512; }}
http {{
access_log off;
client_body_temp_path {folder}/nginx/body;
proxy_temp_path {folder}/nginx/proxy;
fastcgi_temp_path {folder}/nginx/fastcgi;
uwsgi_temp_path {folder}/nginx/uwsgi;
scgi_temp_path {folder}/nginx/scgi;
upstream odoo {{
{pool}}}
{block_of["http"]}
server {{
listen 127.0.0.1:{front};
{block_of["server"]}
location / {{ proxy_pass http://odoo; }}
}}
}}
"""
)
