import type { Troubles } from '../en/troubles';

export const troubles: Troubles = {
  'relay-away': 'Le relais à l’adresse {{host}} est injoignable. Nouvel essai en cours.',
  'relay-no-answer': 'Le relais à l’adresse {{host}} ne répond pas. Nouvel essai en cours.',
  'relay-stopped': 'Le relais ne répond plus. Nouvel essai en cours.',
  'relay-restarts': 'Le relais redémarre. Companion se reconnecte tout seul.',
  'relay-other-version':
    'Le relais et ce Companion ne se comprennent pas. L’un des deux doit être mis à jour ; prévenez votre service informatique. Nouvel essai en cours.',
  'relay-too-much':
    'Le relais a raccroché parce que cet ordinateur lisait trop lentement ou a envoyé un message trop long. Reconnexion en cours ; si cela persiste, vérifiez votre réseau et mettez Companion à jour.',
  'relay-busy': 'Le relais demande une courte pause. Nouvel essai dans un instant.',
  'sign-in-late':
    'La connexion est arrivée trop tard au relais. Nouvel essai en cours ; si cela persiste, vérifiez votre réseau.',
  'pbx-refused':
    'Le standard ne laisse pas entrer le relais. Prévenez votre service informatique ; d’ici, vous n’y pouvez rien.',
  'pbx-away':
    'Le relais ne peut pas joindre le standard à l’adresse {{host}}. Il continue d’essayer ; si cela persiste, prévenez votre service informatique.',
  'pbx-silent': 'Le standard n’a rien dit depuis {{seconds}} s. Le relais s’y reconnecte.',
  'pbx-late':
    'Le standard répond avec {{seconds}} s de retard, les appels s’affichent donc aussi plus tard. Si cela persiste, prévenez votre service informatique.',
  'pbx-not-asterisk':
    'Ce qui répond au relais à l’adresse {{host}} n’est pas le standard. Prévenez votre service informatique.',
  'pbx-untrusted':
    'Le relais ne fait pas confiance au certificat du standard à l’adresse {{host}}. Prévenez votre service informatique.',
  'pbx-lists-nothing':
    'Les appels s’affichent comme toujours ; seulement après une interruption, l’un d’eux peut sembler encore en cours. Dites à votre service informatique que le relais n’a pas le droit de lister les appels en cours.',
  'crm-slow-name': 'Le CRM est lent, le nom suivra',
  'crm-slow-more': 'Le CRM est lent, la suite viendra',
  'crm-not-asked': 'Le CRM n’a pas pu être interrogé. Nouvel essai au prochain appel.',
  'crm-no-answer': 'Le CRM n’a pas répondu. Nouvel essai au prochain appel.',
  'crm-settings':
    'La connexion au CRM est incomplète. Indiquez l’adresse, l’ID client, le secret client, votre nom d’utilisateur et votre mot de passe.',
  'crm-sign-in-first': 'Connectez-vous d’abord au CRM, dans les réglages.',
  'call-not-in-crm': 'Cet appel n’est pas encore dans le CRM.',
  'contact-not-in-crm': 'Le CRM ne connaît personne avec ce numéro.',
  'link-foreign': 'D’ici, seuls les liens vers votre CRM peuvent être ouverts.',
  'relay-address': 'Indiquez l’adresse complète, p. ex. https://relay.example.com.',
  'call-over': 'Cet appel est terminé ici. Vous pourrez choisir à nouveau au prochain.',
  'call-unknown': 'Ce Companion ne connaît pas cet appel. Ouvrez-le d’abord dans l’historique.',
  'call-no-number': 'Cet appel n’affiche pas de numéro, ou il est terminé ici.',
  'follow-up-most': 'Un appel peut avoir {{most}} suivis au plus.',
  'follow-up-there': 'C’est déjà dans le CRM. Ouvrez-le là-bas pour le modifier ou le supprimer.',
  'follow-up-sent':
    'C’est parti vers le CRM et aucune réponse n’est encore venue ; c’est peut-être déjà là-bas. Dès que c’est indiqué comme enregistré, supprimez-le là-bas.',
  'follow-up-busy': 'C’est en cours d’écriture. Réessayez dans quelques secondes.',
  'notes-full':
    'Les notes de {{most}} appels attendent sur cet ordinateur. Connectez-vous au CRM dans les réglages pour qu’elles soient inscrites.',
  'notes-no-record':
    'Les appels de ce type ne sont pas consignés dans le CRM, la note reste donc sur cet ordinateur et au relais.',
  'notes-no-writer': 'Connectez-vous au CRM dans les réglages et elle y sera inscrite.',
  'bundle-not-saved': 'Le dossier n’a pas pu être enregistré à cet endroit. Choisissez un autre emplacement.',
  'copy-refused': 'Le navigateur ne laisse pas cette page copier. Sélectionnez le texte et copiez-le.',
};
