"""Settings of the floor: the least that a view with one query and one template needs."""

import environ

SECRET_KEY = "floor"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 60}}
INSTALLED_APPS: list[str] = []
ROOT_URLCONF = "infra.bench.floor"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
