"""What holds for all tests."""

from hypothesis import settings

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("certkit", deadline=None)
if settings.get_current_profile_name() == "default":
    settings.load_profile("certkit")
