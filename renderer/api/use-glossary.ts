/** The school's own words on the page, and changes of one list of them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Glossary, glossary, putGlossary } from './chat-analysis.ts';
import { keys } from './keys.ts';

export const glossaryLists = ['terms', 'never_keywords', 'allowed_words'] as const;
export type GlossaryList = (typeof glossaryLists)[number];

export type GlossaryChange = {
  list: GlossaryList;
  /** From the list as it is to the list as it should be. */
  change: (words: readonly string[]) => string[];
};

export function useGlossary() {
  return useQuery({ queryKey: keys.glossary, queryFn: ({ signal }) => glossary(signal) });
}

/** One change after the other, each of the list as the core has it: what somebody else added meanwhile stays. */
export function useChangeGlossary() {
  const cache = useQueryClient();
  return useMutation({
    scope: { id: 'glossary' },
    mutationFn: async ({ list, change }: GlossaryChange): Promise<Glossary> => {
      const now = await glossary();
      return putGlossary({ [list]: change(now[list]) });
    },
    onSuccess: (words) => {
      cache.setQueryData(keys.glossary, words);
      // Every chat is read by these words: what was read before is read again when somebody looks.
      void cache.invalidateQueries({ queryKey: keys.everyClassSession });
    },
  });
}
