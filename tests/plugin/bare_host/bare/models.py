from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody with a telephone."""

    telephone = models.CharField(max_length=20, blank=True)
