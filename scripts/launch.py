"""Odoo's own command line, without its remark about root.

The scripts beside this file run on development machines and in containers, where root is
common; for a server see docs/DEPLOYMENT.md.
"""

import odoo.cli
import odoo.cli.server

if __name__ == "__main__":
    odoo.cli.server.check_root_user = lambda: None
    odoo.cli.main()
