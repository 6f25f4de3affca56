import { operation } from '../../kernel/operation.ts';
import { requireAdministrator } from './administrator.ts';
import { invalidInput, notFound } from './error.ts';
import { tagValues } from './lake-resource.ts';
import { allowed } from './permission.ts';
import type { LakeStore, StoredTag } from './store.ts';

export const createLFTag = (store: LakeStore) =>
  operation('lakeformation', 'CreateLFTag', {
    permissions: () => allowed('CreateLFTag'),
    handle(input, { caller }) {
      requireAdministrator(store, caller, 'Create LF-Tag');
      const tag = tagValues(input);
      if (store.tags.has(tag.key)) throw invalidInput('Tag key already exists');
      store.tags.put(tag.key, tag);
      return {};
    },
  });

export const getLFTag = (store: LakeStore) =>
  operation('lakeformation', 'GetLFTag', {
    permissions: () => allowed('GetLFTag'),
    handle(input, { cloud }) {
      const { key, values } = findTag(store, input.TagKey);
      return { CatalogId: cloud.account, TagKey: key, TagValues: [...values] };
    },
  });

export const updateLFTag = (store: LakeStore) =>
  operation('lakeformation', 'UpdateLFTag', {
    permissions: () => allowed('UpdateLFTag'),
    handle(input, { caller }) {
      requireAdministrator(store, caller, 'Alter on LF-Tag');
      const tag = findTag(store, input.TagKey);
      const gone = new Set((input.TagValuesToDelete ?? []).map((value) => value.toLowerCase()));
      const more = (input.TagValuesToAdd ?? []).map((value) => value.toLowerCase());
      const values = [...new Set([...tag.values.filter((value) => !gone.has(value)), ...more])];
      store.tags.put(tag.key, { key: tag.key, values });
      return {};
    },
  });

/** What has the tag loses it. */
export const deleteLFTag = (store: LakeStore) =>
  operation('lakeformation', 'DeleteLFTag', {
    permissions: () => allowed('DeleteLFTag'),
    handle(input, { caller }) {
      requireAdministrator(store, caller, 'Drop on LF-Tag');
      const { key } = findTag(store, input.TagKey);
      for (const [entity, tags] of [...store.assigned.entries()]) {
        const { [key]: _gone, ...kept } = tags;
        if (Object.keys(kept).length === 0) store.assigned.delete(entity);
        else store.assigned.put(entity, kept);
      }
      store.tags.delete(key);
      return {};
    },
  });

/** The tag, or EntityNotFoundException. */
export function findTag(store: LakeStore, key: string | undefined): StoredTag {
  const tag = store.tags.get((key ?? '').toLowerCase());
  if (tag === undefined) throw notFound('Tag key does not exist');
  return tag;
}
