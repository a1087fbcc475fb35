import { expect, test } from "vitest";
import { said } from "../testing.ts";
import { deprecationNamesReplacement } from "./deprecation-names-replacement.ts";

test("finds what its name says", () => {
  const scene = { packages: { ui: "1.2.0" }, releases: { ui: "1.2.0 -> 2.0.0" } };
  expect(said(deprecationNamesReplacement, scene)).toEqual([
    "error: what is wrong with `ui` `2.0.0`",
  ]);
});
