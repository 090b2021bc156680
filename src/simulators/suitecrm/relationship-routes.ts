/** `/module/{module}/{id}/relationships/...`: what is linked to a record, and links made and taken away. */
import { data, invalid, refused, type SimAnswer } from './answer';
import type { Version } from './auth';
import { moduleNamed, typeOf, type Database, type ModuleName, type Row } from './data';
import { isRefusedQuery, parseQuery, runQuery } from './query';
import { relate, related, relationOf, linkByType, unrelate } from './relations';
import { pageLinks, relatedResource } from './render';
import { cut, findRow, notFound, type Context, type SimRequest } from './request';
import { isRecordId, parseData } from './write';

export const listRelated = (
  { db }: Context,
  name: string,
  id: string,
  link: string,
  { search }: SimRequest,
): SimAnswer => {
  const found = findRow(db, name, id);
  if ('refusal' in found) return found.refusal;
  const { module, row } = found;
  const relation = relationOf(module, link);
  if (!relation) return invalid(`Cannot load relationship ${link} for ${typeOf(module)} module`);
  const query = parseQuery(search, relation.module, 'related');
  if (isRefusedQuery(query)) return query;
  const result = runQuery(db, relation.module, related(db, module, row, relation), query);
  if ('status' in result) return result;
  const size = query.page?.size ?? Math.max(1, result.rows.length);
  const rows = cut(result.rows, query.page?.number ?? 1, size);
  if (rows.length === 0)
    return data({
      meta: { message: `There is no relationship set in ${typeOf(module)} module with ${link} link field` },
      data: [],
    });
  const totalPages = Math.ceil(result.rows.length / size);
  return data({
    meta: {
      'total-records': result.rows.length,
      'total-pages': totalPages,
      'records-on-this-page': rows.length,
    },
    data: rows.map((other) => relatedResource(db, relation.module, other)),
    ...(query.page
      ? { links: pageLinks(`/module/${name}/${id}/relationships/${link}`, search, query.page, totalPages) }
      : {}),
  });
};

export const addRelated = (
  { db, version }: Context,
  name: string,
  id: string,
  link: string | null,
  { body }: SimRequest,
): SimAnswer => {
  const parsed = parseData(body, ['id', 'type']);
  if ('refusal' in parsed) return parsed.refusal;
  const { type, id: otherId } = parsed.data;
  if (typeof otherId !== 'string' || !isRecordId(otherId))
    return invalid(`The option "id" with value "${String(otherId)}" is invalid.`);
  const found = findRow(db, name, id);
  if ('refusal' in found) return { ...found.refusal, type: 'application/json' };
  const { module, row } = found;
  const otherModule = moduleNamed(String(type));
  if (!otherModule) return invalid(`Module ${String(type)} does not exist`);
  const other = db.get(otherModule, otherId);
  if (!other) return invalid(notFound(otherModule, otherId));
  if (link === null) return addByType(db, version, { module, row }, { module: otherModule, row: other });
  const relation = relationOf(module, link);
  if (!relation) return invalid(`Cannot load relationship ${link} for ${typeOf(module)} module`);
  relate(db, module, row, relation, other);
  return data(
    {
      meta: {
        message: `${otherModule} record with id ${otherId} has been related to ${module} record with id ${id} using link ${link}`,
        sourceModule: module,
        sourceModuleLabel: module,
        sourceId: id,
        relatedModule: otherModule,
        relatedModuleLabel: otherModule,
        relatedId: otherId,
        relationshipLink: link,
      },
      data: [],
    },
    201,
  );
};

export const removeRelated = (
  { db }: Context,
  name: string,
  id: string,
  link: string,
  otherId: string,
): SimAnswer => {
  const found = findRow(db, name, id);
  if ('refusal' in found) return found.refusal;
  const { module, row } = found;
  const relation = relationOf(module, link);
  if (!relation) return invalid(`Cannot load relationship ${link} for ${typeOf(module)} module`);
  if (!unrelate(db, row, relation, otherId))
    return refused(`Module with ${otherId} id is not related to ${typeOf(module)}`);
  return data({
    meta: {
      message: `Relationship has been deleted between ${typeOf(module)} with id ${id} and ${typeOf(relation.module)} with id ${otherId}`,
    },
    data: [],
  });
};

interface Target {
  module: ModuleName;
  row: Row;
}

/** Users are answered with 201 and nothing is stored; accounts replace the parent. */
const addByType = (db: Database, version: Version, { module, row }: Target, other: Target): SimAnswer => {
  const link = linkByType(module, other.module, version);
  const relation = link === null ? null : relationOf(module, link);
  if (relation) relate(db, module, row, relation, other.row);
  else if (other.module !== 'Users')
    return refused(
      `Link field has not found in ${typeOf(module)} to determine relationship for ${typeOf(other.module)}`,
    );
  return data(
    {
      meta: {
        message: `${typeOf(other.module)} with id ${other.row.id} has been added to ${typeOf(module)} with id ${row.id}`,
      },
      data: [],
    },
    201,
  );
};
