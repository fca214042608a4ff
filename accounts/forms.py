"""What people fill in about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User


class ProfileForm(forms.Form):
    display_name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=User._meta.get_field("display_name").max_length,
        help_text=_("How you are called on the screens. Without one it is the name you sign in with."),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text=_("A note for yourself, such as “nightly export”."),
    )
