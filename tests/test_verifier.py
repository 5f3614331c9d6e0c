"""The verifier: a sound package holds, and every fault planted in one is found and named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.handover.verifier import Report, verify
from tests.delivered import SCHEMAS, Delivered, settings
from tests.faults import CASES, Case
from tests.packages import new_package
from tests.planting import zipped


@pytest.fixture(scope="session")
def package(delivered: Delivered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound package; not to be written to."""
    return new_package(delivered, tmp_path_factory.mktemp("package"))


@pytest.fixture
def spoilt(package: Path, tmp_path: Path) -> Path:
    """A copy to plant faults in."""
    return Path(shutil.copytree(package, tmp_path / package.name))


def _verified(path: Path, *, external: bool = False) -> Report:
    return verify(path, settings(), external=external)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_fault_is_found_and_named(case: Case, spoilt: Path) -> None:
    if case.schemas and not SCHEMAS.is_dir():
        pytest.skip("the schemas do not stand next to the project")
    path = case.plant(spoilt) or spoilt
    found = [str(fault) for fault in _verified(path).faults if fault.code == case.code]
    assert any(case.names in told for told in found), found


def test_a_sound_package_has_no_fault(package: Path) -> None:
    report = _verified(package)
    assert report.holds, report.faults
    assert not report.warnings


def test_a_sound_package_has_no_fault_as_a_zip(spoilt: Path) -> None:
    path = zipped()(spoilt)
    assert path is not None
    report = _verified(path)
    assert report.holds, report.faults
    assert report.object_id == spoilt.name
