import type { Texts } from '../texts';
import { troubles } from './troubles';

export const errors: Texts<'errors'> = {
  error: {
    bad_request: 'Quelque chose n’était pas comme attendu. Vérifiez votre saisie.',
    unauthorized:
      'Vous n’êtes pas connecté, ou votre connexion n’est plus acceptée. Connectez-vous à nouveau.',
    forbidden:
      'Vous n’en avez pas le droit. Adressez-vous à votre service informatique si vous en avez besoin.',
    not_found: 'Cela n’existe plus.',
    conflict: 'Quelqu’un d’autre l’a modifié entre-temps. Regardez à nouveau et réessayez.',
    too_large: 'C’est trop long. Raccourcissez et réessayez.',
    rate_limited: 'Trop de fois en peu de temps. Attendez un instant et réessayez.',
    internal: 'Une erreur est survenue. Elle est dans le journal ; veuillez réessayer.',
    unavailable: 'Ce n’est pas disponible pour le moment. Réessayez dans un instant.',
    pbx_unavailable:
      'Le standard est injoignable, rien ne peut donc être composé. Composez sur le téléphone lui-même et prévenez votre service informatique.',
    pbx_refused:
      'Le standard a refusé cet appel. Réessayez ; si cela persiste, prévenez votre service informatique.',
    pbx_timeout:
      'Le standard n’a pas répondu à temps. Il sonne peut-être encore ; attendez un instant avant de réessayer.',
    bad_number: 'Ce numéro ne peut pas être composé. Vérifiez ses chiffres.',
    crm_auth:
      'SuiteCRM n’accepte pas cette connexion. Vérifiez nom d’utilisateur, mot de passe et client, ou adressez-vous à l’administration de votre CRM.',
    crm_unavailable: 'SuiteCRM est injoignable pour le moment. Réessayez plus tard.',
    crm_timeout: 'SuiteCRM est trop lent pour le moment. Réessayez dans un instant.',
    crm_refused:
      'SuiteCRM ne l’a pas accepté. Vérifiez votre saisie ou adressez-vous à l’administration de votre CRM.',
    crm_bad_answer: 'Aucun SuiteCRM ne répond à cette adresse. Vérifiez l’adresse.',
    config: 'Un réglage est incorrect. Prévenez votre service informatique.',
  },
  reason: {
    ...troubles,
    'number-empty': 'Il n’y a pas de numéro à appeler.',
    'number-control': 'Le numéro contient un saut de ligne ou un autre caractère de contrôle.',
    'number-signs':
      'Un numéro peut contenir des chiffres, un + au début, * et #, et entre eux des espaces, parenthèses, points ou tirets.',
    'number-plus': 'Un + ne peut se trouver qu’au début d’un numéro.',
    'number-no-digit': 'Le numéro ne contient aucun chiffre.',
    'number-too-long': 'Le numéro est trop long : {{most}} chiffres au plus.',
    'text-no-number':
      'Il n’y a pas de numéro de téléphone dans le texte sélectionné ni dans le presse-papiers.',
    'link-too-long': 'Ce lien est trop long pour un numéro : {{most}} caractères au plus.',
    'link-broken': 'Ce lien est endommagé : il contient un % sans signification.',
    'link-unknown': 'Ce lien ne permet pas de composer un numéro.',
    'link-extension': 'Le poste indiqué dans ce lien n’est pas un numéro.',
    'enrol-link':
      'Ce lien d’inscription est incomplet ou endommagé. Demandez-en un nouveau à votre service informatique.',
    'enrol-open':
      'Ce lien d’inscription mène à {{host}} sans chiffrement, il n’est donc pas utilisé. Demandez-en un en https à votre service informatique.',
    'enrol-locked':
      'Votre service informatique a fixé un autre relais pour cet ordinateur, ce lien d’inscription n’est donc pas utilisé.',
    'sign-in-first': 'Connectez-vous d’abord, ce numéro pourra ensuite être appelé.',
    'no-extension':
      'Vous n’avez pas de poste, aucun téléphone ne peut donc sonner. Demandez-en un à votre service informatique.',
    'phone-unreachable':
      'Le téléphone du poste {{extension}} ne peut pas sonner. Est-il allumé et enregistré ?',
    'call-gone': 'Cet appel n’est plus sur votre téléphone.',
    'ring-gone': 'Votre téléphone ne sonne plus pour cet appel.',
    'hang-up-off': 'Ce standard ne permet pas au Companion de raccrocher. Utilisez votre téléphone.',
    'answer-off': 'Ce standard ne peut pas décrocher pour vous. Utilisez votre téléphone.',
    'relay-offline':
      'Pas de connexion au relais, ce n’est donc pas possible maintenant. Cela fonctionnera dès que la connexion sera rétablie.',
    'relay-lost': 'La connexion au relais a été perdue avant sa réponse. Réessayez.',
    'relay-silent': 'Le relais n’a pas répondu à temps. Réessayez.',
    'relay-unreachable':
      'Le relais à l’adresse {{host}} est injoignable. Vérifiez l’adresse et votre réseau.',
    'not-a-relay': '{{host}} a répondu, mais pas comme un CTI Relay. Vérifiez l’adresse.',
    'code-used':
      'Ce code n’est pas valide. Un code sert une fois et peu de temps ; demandez-en un nouveau à votre service informatique.',
    'token-refused':
      'Le relais n’accepte plus cette connexion. Demandez un nouveau code à votre service informatique.',
    'locked-by-it':
      'Votre service informatique l’a fixé pour vous. Adressez-vous à lui si cela ne convient pas.',
  },
};
