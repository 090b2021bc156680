/** What a user's role lets him see. Lists and single records keep to it; relationship lists ask nobody, as on the real one. */
import type { ModuleName, Row, SeedUser } from './data';

export const accessDenied = '[SuiteCRM] [AccessDeniedException] ';
export type Rights = ReturnType<typeof createRights>;

export const createRights = (users: readonly SeedUser[]) => {
  const byId = new Map(users.map((user) => [user.id, user]));
  const hasModule = (userId: string, module: ModuleName): boolean =>
    byId.get(userId)?.noAccess?.includes(module) !== true;
  return {
    hasModule,
    sees: (userId: string, module: ModuleName, row: Row): boolean =>
      hasModule(userId, module) &&
      (byId.get(userId)?.ownOnly !== true || module === 'Users' || row.values['assigned_user_id'] === userId),
  };
};
