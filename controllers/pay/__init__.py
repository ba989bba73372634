from . import pay
from . import card
