// Positions as MGRS references (WGS 84), to the metre: what is read out over a radio.
// Transverse Mercator by Krüger's series. The irregular zones of Norway are left out.

const A = 6378137;

const F = 1 / 298.257223563;

const K0 = 0.9996;

const N = F / (2 - F);

const N2 = N * N;

const N3 = N2 * N;

const N4 = N3 * N;

const RADIUS = (A / (1 + N)) * (1 + N2 / 4 + N4 / 64);

const ALPHA = [
  N / 2 - (2 * N2) / 3 + (5 * N3) / 16 + (41 * N4) / 180,
  (13 * N2) / 48 - (3 * N3) / 5 + (557 * N4) / 1440,
  (61 * N3) / 240 - (103 * N4) / 140,
  (49561 * N4) / 161280,
];

const BANDS = "CDEFGHJKLMNPQRSTUVWXX";

const COLUMNS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

const ROWS = "ABCDEFGHJKLMNPQRSTUV";

function utm(lat: number, lon: number) {
  const zone = Math.floor((lon + 180) / 6) + 1;
  const phi = (lat * Math.PI) / 180,
    lambda = ((lon - (zone * 6 - 183)) * Math.PI) / 180;
  const e = Math.sqrt(F * (2 - F));
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)));
  const xi = Math.atan2(t, Math.cos(lambda));
  const eta = Math.atanh(Math.sin(lambda) / Math.sqrt(1 + t * t));
  let east = eta,
    north = xi;
  ALPHA.forEach((alpha, i) => {
    const k = 2 * (i + 1);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
  });
  return {
    zone: zone,
    east: 500000 + K0 * RADIUS * east,
    north: K0 * RADIUS * north + (lat < 0 ? 1e7 : 0),
  };
}

function digits(metres: number) {
  return String(Math.floor(metres % 100000)).padStart(5, "0");
}

// "18Q YF 86054 50123"; beyond 80° south and 84° north there is no such grid.
export function mgrs(lat: number, lon: number) {
  if (lat < -80 || lat >= 84) return "";
  const at = utm(lat, lon),
    set = (at.zone - 1) % 3;
  const column = COLUMNS[set * 8 + Math.floor(at.east / 100000) - 1];
  const row = ROWS[(Math.floor(at.north / 100000) + (at.zone % 2 ? 0 : 5)) % 20];
  const band = BANDS[Math.floor((lat + 80) / 8)];
  return (
    String(at.zone).padStart(2, "0") +
    band +
    " " +
    column +
    row +
    " " +
    digits(at.east) +
    " " +
    digits(at.north)
  );
}
