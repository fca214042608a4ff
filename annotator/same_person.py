"""Nothing is ever sent as somebody else: tabs share a sign-in, which another person may take over."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

HEADER = "X-Person"


class SamePerson:
    """A page's scripts name the person whose page it is; if that is not who is signed in, nothing is done.

    It comes before the check of the CSRF token, which changes with the sign-in too: "403" would tell less.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.headers.get(HEADER)
        if named is None or (request.user.is_authenticated and named == str(request.user.pk)):
            return self.get_response(request)
        if request.user.is_authenticated:
            return refusal("other_person", "Somebody else is signed in in this browser.")
        return refusal("not_signed_in", "Nobody is signed in.")


def refusal(code: str, detail: str) -> HttpResponse:
    return JsonResponse({"error": code, "detail": detail, "fields": {}}, status=401)
