import type { Texts } from '../texts';

export const setup: Texts<'setup'> = {
  setup: {
    title: 'Se connecter au relais',
    text: 'Votre service informatique vous a donné une adresse et un code. Cela prend moins d’une minute.',
    webText: 'Connectez-vous avec le code ou le jeton de votre service informatique.',
    refusedTitle: 'Connectez-vous à nouveau',
    refusedText:
      'Le relais n’accepte plus cette connexion. Demandez un nouveau code à votre service informatique.',
    relayUrl: 'Adresse du relais',
    relayUrlHint: 'Plusieurs relais ? Séparez leurs adresses par une virgule.',
    secret: 'Code d’inscription ou jeton',
    secretHint: 'Les codes sont courts et servent une fois. Un jeton est le texte long.',
    keep: 'Rester connecté sur cet ordinateur',
    connect: 'Se connecter',
    connecting: 'Connexion…',
    badUrl: 'Saisissez l’adresse complète, par exemple https://relay.example.com',
    badSecret: 'Saisissez le code ou le jeton, il a au moins 4 caractères.',
    crmTitle: 'Se connecter à SuiteCRM',
    crmText:
      'Avec votre propre compte, vous voyez qui appelle, et seulement ce que vous pouvez voir dans le CRM.',
    byCrm: 'Se connecter avec votre compte SuiteCRM',
    byCrmText:
      'Votre compte SuiteCRM remplace le code. Votre mot de passe va à SuiteCRM seulement, jamais au relais.',
    byCode: 'Utiliser un code',
    noCrmSignIn: 'Ce relais n’accepte que des codes. Demandez-en un à votre service informatique.',
    skip: 'Plus tard',
  },
  crm: {
    url: 'Adresse de SuiteCRM',
    clientId: 'ID client',
    clientSecret: 'Secret client',
    username: 'Nom d’utilisateur',
    password: 'Mot de passe',
    signIn: 'Se connecter',
    signingIn: 'Connexion…',
    signOut: 'Se déconnecter du CRM',
    account: 'Connecté comme {{username}} à {{url}}',
    badUrl: 'Saisissez l’adresse complète, par exemple https://crm.example.com',
    missing: 'Veuillez remplir ce champ.',
    clientHint: 'L’ID et le secret client viennent de l’administration de votre CRM.',
    viaRelay: 'Dans le navigateur, les données du CRM passent par le relais.',
  },
};
