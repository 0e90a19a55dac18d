// What the accessibility rules find in a page, in both schemes.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Each rule that is broken, with what breaks it; shadow trees are looked through, too. */
export async function violations(page, scheme) {
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    // Colours on their way from one scheme to the other are neither's.
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  return violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
}
