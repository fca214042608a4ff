"""What people fill in about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    display_name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=150,
        help_text=_("How you are called on the screens. Without one it is the name you sign in with."),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        help_text=_("A note for yourself, such as “nightly export”."),
    )
