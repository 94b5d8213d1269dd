"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# How long anything takes hangs on the machine, and is no reason to fail
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
