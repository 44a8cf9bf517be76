// Makes world.svg, the map of the desk, from Natural Earth's shapes (public domain) as the npm package world-atlas has them:
//   npm install world-atlas@2 topojson-client@3 && node make-world.mjs > world.svg
// Plate carrée, ten units a degree; points that fall together when rounded are left out, and so are specks.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { feature, mesh } = require("topojson-client");
const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json")));

const point = ([lon, lat]) => [Math.round((lon + 180) * 10), Math.round((90 - lat) * 10)];
// A line that crosses 180 degrees goes on beyond the edge; it is drawn once more at the other side.
function unrolled(points) {
  let turn = 0;
  return points.map(([x, y], i) => {
    const step = i === 0 ? 0 : x - points[i - 1][0];
    if (step > 1800) turn -= 3600;
    if (step < -1800) turn += 3600;
    return [x + turn, y];
  });
}
function path(line, close) {
  let points = unrolled(line.map(point));
  const [first, last] = [points[0], points.at(-1)];
  // Antarctica goes around the pole.
  if (close && first[0] !== last[0]) points = [...points, [last[0], 1800], [first[0], 1800], first];
  const beyond = points.some(([x]) => x < 0) ? 3600 : points.some(([x]) => x > 3600) ? -3600 : 0;
  return drawn(points, close) + (beyond ? drawn(points.map(([x, y]) => [x + beyond, y]), close) : "");
}
function drawn(line, close) {
  const points = line.filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
  if (points.length < (close ? 4 : 2)) return "";
  const steps = points.slice(1, close ? -1 : undefined).map((p, i) => `${p[0] - points[i][0]} ${p[1] - points[i][1]}`);
  return `M${points[0].join(" ")}l${steps.join(" ").replace(/ -/g, "-")}${close ? "z" : ""}`;
}
const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
  const [a, b] = ring[(i + 1) % ring.length];
  return sum + x * b - a * y;
}, 0) / 2);
const land = feature(atlas, atlas.objects.land).features.flatMap((f) =>
  f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates);
const rings = land.flat().filter((ring) => area(ring) > 0.02).map((ring) => path(ring, true)).join("");
const borders = mesh(atlas, atlas.objects.countries, (a, b) => a !== b).coordinates.map((line) => path(line, false)).join("");
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3600 1800" width="3600" height="1800"><style>.l{fill:#e4e0d5}.b{fill:none;stroke:#fff;stroke-width:2}@media(prefers-color-scheme:dark){.l{fill:#3a3f45}.b{stroke:#1d2023}}</style><path class="l" d="${rings}"/><path class="b" d="${borders}"/></svg>`);
