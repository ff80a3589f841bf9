"""Tickets: nobody but a holder of the secret makes one, for this event, in time."""

import ast
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from secrets import token_bytes

import pytest

import edge
from edge.code import Codes
from edge.tickets import Ticket, TicketError, Tickets

NEW, OLD, OTHER = b"n" * 8 + b"1234567890", b"o" * 8 + b"1234567890", b"x" * 8 + b"1234567890"
EXPIRES = 1_000
MANY = 1_000
PACKAGE = Path(edge.__file__).parent


def made(tickets: Tickets, user: int = 1) -> str:
    """A ticket that is valid until EXPIRES."""
    return tickets.sign(Ticket(user, EXPIRES, token_bytes(16)))


def is_accepted(tickets: Tickets, text: str, now: int = 0) -> bool:
    """Whether a ticket is one."""
    try:
        tickets.verify(text, now)
    except TicketError:
        return False
    return True


def test_a_ticket_says_what_was_signed():
    """User, expiry and serial come back."""
    tickets, ticket = Tickets("sale", NEW), Ticket(2**64 - 1, EXPIRES, b"s" * 16)

    assert tickets.verify(tickets.sign(ticket), EXPIRES - 1) == ticket


def test_a_challenge_is_no_ticket():
    """It is signed under the same secret; in this event the same bytes would be both."""
    _, challenge = Codes("challenge", NEW).ask(12345, 0)
    signed = b"challenge\x0012345\0" + urlsafe_b64decode(challenge)
    text = urlsafe_b64encode(signed).rstrip(b"=").decode()

    assert len(text) == len(made(Tickets("challenge", NEW)))
    assert not is_accepted(Tickets("challenge", NEW), text)


def test_no_ticket_with_one_bit_flipped_is_accepted():
    """Each of the 512 bits of each of a thousand tickets counts."""
    tickets = Tickets("sale", NEW)
    for user in range(MANY):
        signed = int.from_bytes(urlsafe_b64decode(made(tickets, user) + "=="), "big")
        for bit in range(512):
            flipped = (signed ^ 1 << bit).to_bytes(64, "big")
            text = urlsafe_b64encode(flipped).rstrip(b"=").decode()
            assert not is_accepted(tickets, text), (user, bit)


def test_no_text_with_one_bit_flipped_is_accepted():
    """Nor is one whose characters were changed: the same bytes have one spelling only."""
    tickets = Tickets("sale", NEW)
    for user in range(MANY // 10):
        text = made(tickets, user).encode()
        for at in range(len(text) * 8):
            flipped = bytearray(text)
            flipped[at // 8] ^= 1 << at % 8
            assert not is_accepted(tickets, flipped.decode("latin-1")), (user, at)


def test_a_ticket_expires():
    """It is valid before its expiry and not from then on."""
    tickets = Tickets("sale", NEW)
    text = made(tickets)

    assert is_accepted(tickets, text, EXPIRES - 1)
    assert not is_accepted(tickets, text, EXPIRES)


def test_a_ticket_is_of_one_event():
    """The same secret signs for several events; their tickets are not the same."""
    assert not is_accepted(Tickets("sale", NEW), made(Tickets("elas", NEW)))
    assert not is_accepted(Tickets("sale", NEW), made(Tickets("sale2", NEW)))


def test_a_ticket_of_another_key_is_none():
    """Who has another secret signs for himself."""
    assert not is_accepted(Tickets("sale", NEW), made(Tickets("sale", OTHER)))


def test_both_keys_are_good_while_one_replaces_the_other():
    """During a rotation tickets of the old and of the new key are valid, afterwards the new."""
    during, before, after = (
        Tickets("sale", NEW, OLD),
        Tickets("sale", OLD),
        Tickets("sale", NEW),
    )

    assert is_accepted(during, made(before)) and is_accepted(during, made(after))
    assert is_accepted(after, made(during))
    assert not is_accepted(after, made(before))


@pytest.mark.parametrize("text", ["", "A", "A" * 85, "A" * 86, "A" * 87, "=" * 86, "é" * 86])
def test_what_is_no_ticket_is_refused_and_not_repeated(text):
    """One line says what was wanted, without what came."""
    with pytest.raises(TicketError) as raised:
        Tickets("sale", NEW).verify(text, 0)
    assert str(raised.value).startswith("wanted a ticket")
    assert not text or text not in str(raised.value)


def comparisons(source: str) -> list[int]:
    """The lines where something that may be secret is compared other than by compare_digest."""
    words = ("signature", "token", "secret")
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In):
            sides = ast.unparse(node).lower()
            sized = "len(" in sides or ".status" in sides
            if any(word in sides for word in words) and not sized:
                found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_secrets_are_compared_in_constant_time_only(path):
    """Nowhere in the service is a signature, a token or a secret compared by == or in."""
    assert comparisons(path.read_text()) == []


@pytest.mark.parametrize(
    "source", ["a.signature == b", "if token in known: pass", "x = hmac(secret) != given"]
)
def test_a_careless_comparison_is_found(source):
    """The check can fail."""
    assert comparisons(source)
