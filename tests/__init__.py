from . import test_tokens
from . import test_theme
