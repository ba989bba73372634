# Each lists its features.
from . import feature_lines
from . import feature_life
