"""The quota is never exceeded, however many upload at once (M14); `Tests/Prove` has many rounds of the same."""

import pytest
import quota_edge


@pytest.mark.parametrize("kind", quota_edge.ROUNDS)
@pytest.mark.parametrize("round_number", [1, 2])
def test_the_quota_is_used_up_to_its_edge_and_not_a_byte_further(server, kind, round_number):
    quota_edge.ROUNDS[kind](server, round_number)
