"""The documents that make_scenes.py makes: a module for each kind of page."""
