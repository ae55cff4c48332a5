// Builds static/dist/ from scss/ and src/. Run through bin/assets; needs node only here, never at run time.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import cssnano from "cssnano";
import postcss from "postcss";
import customProperties from "postcss-custom-properties";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "static", "dist");
const bundles = ["lookup", "worker", "staff"];
const rtlFixes = readFileSync(join(here, "scss", "rtl.css"), "utf8");

function compile(bundle) {
  return sass.compile(join(here, "scss", `${bundle}.scss`), {
    importers: [new sass.NodePackageImporter(join(here, "package.json"))],
    charset: false, // a byte order mark would break CSS that is inlined into a page
    style: "expanded", // keeps the rtl comments until rtlcss has read them
    quietDeps: true,
  }).css;
}

// Old phones and proxy browsers drop rules with var(): write the values out, then drop the definitions.
async function flatten(css) {
  const flat = await postcss([customProperties({ preserve: false })]).process(css, { from: undefined });
  flat.root.walkRules(":root", (rule) => { rule.remove(); });
  return flat.root.toString();
}

// Calc stays as written: cssnano would round rem and px mixtures.
async function minify(css) {
  const preset = ["default", { calc: false, discardComments: { removeAll: true } }];
  const small = await postcss([cssnano({ preset })]).process(css, { from: undefined });
  return small.css.replace(/^\uFEFF/, "");
}

const files = {};
for (const bundle of bundles) {
  const ltr = await flatten(compile(bundle));
  files[`${bundle}.css`] = await minify(ltr);
  files[`${bundle}.rtl.css`] = await minify(rtlcss.process(ltr) + rtlFixes);
}
for (const name of readdirSync(join(here, "src"))) {
  files[name] = readFileSync(join(here, "src", name), "utf8");
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const manifest = {};
const sizes = {};
const rows = [];
for (const name of Object.keys(files).sort()) {
  const body = Buffer.from(files[name], "utf8");
  const digest = createHash("sha256").update(body).digest("hex");
  const hashed = name.replace(/^([^.]+)\./, `$1.${digest.slice(0, 12)}.`);
  writeFileSync(join(dist, hashed), body);
  manifest[name] = hashed;
  sizes[name] = { raw: body.length, gzip: gzipSync(body, { level: 9 }).length, brotli: brotliCompressSync(body).length };
  rows.push(`| \`dist/${hashed}\` | ${body.length} | ${sizes[name].gzip} | \`${digest}\` |`);
}
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
writeFileSync(join(dist, "sizes.json"), JSON.stringify(sizes, null, 2) + "\n");

const versions = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).devDependencies;
writeFileSync(join(dist, "..", "VENDORED.md"), `# What in this folder was built, and how

Nothing here is edited by hand. \`bin/assets\` (needs node 20 or newer) runs \`npm ci\` and \`node build.mjs\` in
\`frontend/\`; the result is committed, so neither running nor testing the product needs node.

- Styles: govuk-frontend ${versions["govuk-frontend"]} (MIT), Sass sources only, with our colours and system fonts
  (\`frontend/scss/\`). Its crown, its logo, its typeface GDS Transport and its images are not used: they belong to
  services on GOV.UK. Templates come from the Python package govuk-frontend-jinja 4.1.0, which follows the same version.
- Tools: ${Object.entries(versions).filter(([name]) => name !== "govuk-frontend").map(([name, version]) => `${name} ${version}`).join(", ")}.
- \`*.rtl.css\` is the mirror image for right-to-left languages.
- \`app.js\`, \`favicon.svg\`: our own, from \`frontend/src/\`.

| File | Bytes | gzip -9 | sha256 |
|---|---:|---:|---|
${rows.join("\n")}
`);
for (const [name, size] of Object.entries(sizes)) console.log(name.padEnd(16), size.raw, size.gzip, size.brotli);
