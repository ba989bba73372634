from . import routes
from . import placeholder
