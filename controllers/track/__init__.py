from . import track
from . import webhook
