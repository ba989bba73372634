from . import test_companion
