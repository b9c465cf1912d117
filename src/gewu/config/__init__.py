"""Settings, urls, subscriptions, schedule: the only package that knows everybody."""
