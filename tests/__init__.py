from . import test_tokens
from . import test_link
from . import test_theme
from . import test_view
from . import test_page_looks
from . import test_page_browser
from . import test_request
from . import test_pdf
