import { githubFacts, soundNeeds } from "release-policy/internal";

/** How GitHub is asked for the preview of changelogs, about one repository alone. */
export interface GithubAccess {
  readonly graphqlUrl: string;
  readonly token: string;
  /** `acme/mono` */
  readonly repo: string;
}

/** Answers a line of the judge, which read what a stranger wrote; undefined where it gets no answer. */
export type GithubAnswers = (line: unknown) => Promise<object | undefined>;

/** More are not asked for a hundred commits and as many pull requests. */
const MOST_QUESTIONS = 8;

/** Takes nothing but names of commits and numbers of pull requests from the judge, and only asks about its own repository. */
export function githubAnswers(access: GithubAccess | undefined): GithubAnswers {
  let questions = 0;
  return async (line) => {
    const needs = soundNeeds((line as { readonly github?: unknown } | null)?.github);
    if (!access || !needs || ++questions > MOST_QUESTIONS) return undefined;
    if (needs.repo.toLowerCase() !== access.repo.toLowerCase()) return undefined;
    return await githubFacts(needs, access);
  };
}

/** GraphQL is not below `v3`, where an Enterprise Server has the rest of its API. */
export const graphqlUrlOf = (apiUrl: string): string =>
  `${apiUrl.replace(/\/(?:v3\/?)?$/, "")}/graphql`;
