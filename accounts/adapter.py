"""How allauth behaves here."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import trail
from accounts.models import User

logger = logging.getLogger(__name__)


class InviteOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: accounts are made by managers and operators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @transaction.atomic
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if isinstance(user, User):
            trail.record("signed_in", by=user, now=timezone.now(), subject=f"user:{user.pk}")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # Not the name: people type their password into the wrong field.
        logger.warning("A sign-in from %s was refused", self.get_client_ip(request))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Signing in and out show for themselves."""
