"""Write the bill of materials of the wheel: `make sbom`, from the lock and from assets.toml.

CycloneDX JSON, a published standard that scanners of vulnerabilities and licences read. It lists
every distribution that potay runs on, with the hashes of its files, and the browser code that the
wheel carries, file by file. Same lock, same bytes: no clock, no machine.
"""

import base64
import io
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution, distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from pins import HERE, Pin, read_pins

ROOT = HERE.parent
BILL = HERE / "potay.cdx.json"
VENDOR = "src/potay/render/assets"

_CLASSIFIER = "License :: OSI Approved :: "


def bill() -> str:
    """The bill of materials as JSON text."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    potay = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
        purl=PackageURL("pypi", None, project["name"], project["version"]),
        bom_ref="potay",
    )
    pins = read_pins("run")
    parts = {pin: _distribution(pin) for pin in pins}
    carried = [_browser_package(name, pin) for name, pin in _assets().items()]
    bom = Bom(components=[*parts.values(), *carried])
    bom.metadata.component = potay
    bom.metadata.timestamp = None
    bom.serial_number = uuid5(NAMESPACE_URL, repr((project["version"], pins, _assets())))
    bom.register_dependency(potay, carried)
    for asker, needed in _needs(pins).items():
        for part in [potay] if asker == "potay" else _named(asker, parts):
            bom.register_dependency(part, [parts[pin] for pin in needed])
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)
    return f"{text}\n"


def _named(name: str, parts: Mapping[Pin, Component]) -> list[Component]:
    return [part for pin, part in parts.items() if pin.name == name]


def _needs(pins: Iterable[Pin]) -> dict[str, list[Pin]]:
    """Who asks for what."""
    needs: dict[str, list[Pin]] = {}
    for pin in pins:
        for asker in pin.asked_by:
            needs.setdefault(asker, []).append(pin)
    return needs


def _distribution(pin: Pin) -> Component:
    marker = [Property(name="potay:marker", value=pin.marker)] if pin.marker else []
    return Component(
        type=ComponentType.LIBRARY,
        name=pin.name,
        version=pin.version,
        purl=PackageURL("pypi", None, pin.name, pin.version),
        bom_ref=f"pypi:{pin.name}@{pin.version}",
        licenses=[LicenseFactory().make_from_string(_licence(pin))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in pin.hashes],
        properties=marker,
    )


def _licence(pin: Pin) -> str:
    """What a distribution says that its licence is, in the newest of its ways to say it.

    Raises
    ------
    ValueError
        Where it says nothing.
    """
    release = _release(pin)
    told = release.metadata
    if expression := told.get("License-Expression"):
        return str(expression)
    text = str(told.get("License") or "").strip()
    classified = [one for one in told.get_all("Classifier") or [] if one.startswith(_CLASSIFIER)]
    if classified and (not text or "\n" in text):
        return str(classified[0].removeprefix(_CLASSIFIER))
    for file in told.get_all("License-File") or []:
        text = text or release.read_text(f"licenses/{file}") or release.read_text(file) or ""
    if not text:
        raise ValueError(f"{pin.name} {pin.version} names no licence.")
    # One in full begins with its name and version, or with its name and a blank line.
    heading = text.strip().split("\n\n")[0].splitlines()[:2]
    return " ".join(line.strip() for line in heading)


def _release(pin: Pin) -> Distribution:
    """What is installed; of what is meant for other machines, its wheel is looked into."""
    try:
        return distribution(pin.name)
    except PackageNotFoundError:
        pass
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder,
             "--only-binary", ":all:", "--platform", "win_amd64", f"{pin.name}=={pin.version}"],
            check=True,
        )  # fmt: skip
        (wheel,) = Path(folder).glob("*.whl")
        inside = zipfile.Path(io.BytesIO(wheel.read_bytes()))
    (told,) = (one for one in inside.iterdir() if one.name.endswith(".dist-info"))
    return PathDistribution(told)


def _assets() -> dict[str, dict[str, Any]]:
    return tomllib.loads((ROOT / VENDOR / "assets.toml").read_text(encoding="utf-8"))


def _browser_package(name: str, pin: Mapping[str, Any]) -> Component:
    """A package that the wheel carries, with the files taken from it."""
    algorithm, _, integrity = pin["integrity"].partition("-")
    assert algorithm == "sha512", name
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=pin["version"],
        purl=PackageURL("npm", None, name, pin["version"]),
        bom_ref=f"npm:{name}@{pin['version']}",
        licenses=[LicenseFactory().make_from_string(pin["licence"])],
        hashes=[HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(integrity).hex())],
        components=[
            Component(
                type=ComponentType.FILE,
                name=f"potay/render/assets/vendor/{name}/{file}",
                bom_ref=f"file:{name}/{file}",
                hashes=[HashType(alg=HashAlgorithm.SHA_512, content=sha512)],
            )
            for file, sha512 in pin["files"].items()
        ],
    )


if __name__ == "__main__":
    BILL.write_text(bill(), encoding="utf-8")
    print(f"Written: {BILL.relative_to(ROOT)}")
