from . import portal
from . import profile
from . import statement
from . import payments
