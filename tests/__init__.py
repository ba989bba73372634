from . import test_tokens
from . import test_link
from . import test_theme
from . import test_view
from . import test_send
