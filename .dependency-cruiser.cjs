/** The walls of the house (docs/architecture.md). A file that wants one broken is in the wrong room. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});
const test = '[.]test[.]tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: [test, '[.]d[.]ts$', '^src/simulators/demo[.]ts$'] },
      to: {},
    },
    only('shared-is-the-ground', '^src/shared/', '^src/shared/', 'shared imports nothing of the house'),
    {
      name: 'shared-is-pure',
      comment: 'shared runs in every process: no I/O, no electron, no react',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: test },
      to: {
        path: [
          '^node:',
          '^(fs|net|path|http|https|crypto|os|child_process)$',
          'node_modules/(electron|react|react-dom|axios|ws|winston|fastify)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    only('crm-on-shared', '^src/crm/', '^src/(shared|crm)/', 'crm imports shared only'),
    only('relay-walls', '^src/relay/', '^src/(shared|crm|relay)/', 'relay imports shared and crm'),
    only('main-walls', '^src/main/', '^src/(shared|crm|main)/', 'main imports shared and crm'),
    only('preload-walls', '^src/preload/', '^src/(shared|preload)/', 'preload imports shared only'),
    only('renderer-walls', '^src/renderer/', '^src/(shared|renderer)/', 'renderer imports shared only'),
    only(
      'admin-walls',
      '^src/admin/',
      '^src/(shared|admin|renderer/(components|lib))/',
      "admin may use the renderer's components and its pure functions",
    ),
    {
      name: 'simulators-walls',
      comment: 'simulators speak the wire protocols, they know nothing of the product',
      severity: 'error',
      from: { path: '^src/simulators/', pathNot: test },
      to: { path: '^src/', pathNot: '^src/(shared|simulators)/' },
    },
    {
      name: 'adapters-only-in-roots',
      comment: 'an adapter is chosen by a composition root',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/relay/(index|app|app/.*)[.]ts$',
          '^src/main/(index|app/.*)[.]ts$',
          '^src/(relay/store/(sqlite|redis)|crm/suitecrm|main/secrets)/',
          test,
        ],
      },
      to: { path: ['^src/relay/store/(sqlite|redis)/', '^src/crm/suitecrm/', '^src/main/secrets/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
