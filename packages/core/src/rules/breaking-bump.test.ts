import { expect, test } from "vitest";
import { said } from "../testing.ts";
import { breakingBump } from "./breaking-bump.ts";

test("finds what its name says", () => {
  const scene = { packages: { ui: "1.2.0" }, releases: { ui: "1.2.0 -> 2.0.0" } };
  expect(said(breakingBump, scene)).toEqual(["error: what is wrong with `ui` `2.0.0`"]);
});
