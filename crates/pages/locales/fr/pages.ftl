# Textes des pages de paiement et des e-mails en français. On vouvoie le payeur.
# Les montants et les dates arrivent mis en forme ; les valeurs sont échappées là où elles s’affichent.
# Devant « : ; ? ! » et dans les guillemets, les espaces sont insécables.

## Autour de chaque page

skip-to-content = Aller au contenu
test-mode-label = Mode test
test-mode-text = Aucun argent réel ne circule ici.
labelled = { $label } : { $value }
header-secure = Paiement sécurisé
header-neutral = Paiement
footer-languages = Langue
footer-privacy = Confidentialité
title-problem = Erreur :
problem-title = Veuillez vérifier ce qui suit
contact-title = Contacter { $merchant }
contact-email = E-mail
contact-phone = Téléphone
contact-website = Site web

## Ce qui est payé

summary-label = Ce que vous payez
purpose-rent = Loyer
purpose-advance-rent = Loyer payé d’avance
purpose-deposit = Dépôt de garantie
purpose-holding-fee = Frais de réservation
purpose-charge = Paiement
receipt-title = Détails
fact-amount = Montant
fact-to = Bénéficiaire
fact-for = Paiement pour
fact-reference = Référence
fact-bank-reference = Référence du paiement
fact-method = Moyen de paiement
fact-when = Quand
fact-paid-on = Payé le
fact-statement = Sur votre relevé
fact-collection-on = Prélèvement le
fact-clears-on = Considéré comme payé après
fact-mandate-reference = Référence unique du mandat (RUM)
fact-received = Reçu
fact-remaining = Reste à payer
fact-credit = Réglé avec votre avoir
amount-changed = Le montant à payer a changé depuis votre dernière visite de cette page. Veuillez le vérifier avant de continuer.

## Ce qu’on peut faire

action-other-way = Choisir un autre moyen de paiement
action-other-bank = Choisir une autre banque ou payer autrement
action-try-again = Réessayer
action-start-again = Recommencer
action-check-again = Vérifier à nouveau
action-pay-again = Payer autrement
action-pay-rest = Payer le solde
action-continue = Continuer

## Choix du moyen de paiement

choose-title = Comment souhaitez-vous payer ?
choose-legend = Moyens de paiement
choose-button = Continuer
choose-reassurance = Vous pourrez tout vérifier avant de payer.
choose-nothing-chosen = Choisissez un moyen de paiement.
choose-unavailable = Ce moyen de paiement n’est pas disponible pour le moment. Veuillez en choisir un autre.
method-card = Carte bancaire
method-card-hint = Paiement immédiat, sur la page sécurisée du prestataire de paiement.
method-pay-by-bank = Virement en ligne
method-pay-by-bank-hint = Paiement immédiat depuis votre compte bancaire. Vous le validez dans l’application ou sur le site de votre banque.
method-customer-balance = Votre avoir
method-sepa-debit = Prélèvement SEPA
method-sepa-debit-hint = Prélevé sur votre compte bancaire le { $date }. Vous pouvez demander le remboursement à votre banque pendant 8 semaines.
method-bacs-debit = Prélèvement Bacs (Direct Debit)
method-bacs-debit-hint = Prélevé sur votre compte bancaire britannique le { $date }, avec la protection de la Direct Debit Guarantee.
method-autogiro = Autogiro (prélèvement suédois)
method-autogiro-hint = Prélevé sur votre compte bancaire suédois le { $date }. Vous signez le mandat auprès de votre banque.
method-bank-transfer = Virement bancaire
method-bank-transfer-hint = Vous effectuez le virement vous-même, auprès de votre banque. Nous vous indiquons le compte et la référence.
method-direct-transfer = Virement direct
method-direct-transfer-hint = Vous effectuez le virement vous-même, sur le compte de { $merchant }, qui l’enregistre à réception.

## Carte

card-title = Vérifier et payer par carte
card-text = À l’étape suivante, vous saisirez les données de votre carte sur la page sécurisée du prestataire de paiement. Nous ne les voyons jamais.
card-when = Immédiatement
card-button = Payer { $amount } par carte
leaving-title = Redirection vers le prestataire de paiement
leaving-text = Vous saisirez les données de votre carte sur la page sécurisée du prestataire de paiement, puis vous reviendrez ici.
leaving-button = Continuer vers le prestataire
leaving-back = Retour

## Virement en ligne

bank-title = Vérifier et choisir votre banque
bank-text = À l’étape suivante, vous vous connecterez à votre banque et validerez ce paiement. Nous ne voyons jamais vos identifiants.
bank-when = Immédiatement
bank-legend = Votre banque
bank-button = Payer { $amount } via votre banque
bank-reassurance = Rien n’est payé tant que vous n’avez pas validé le paiement auprès de votre banque.
bank-nothing-chosen = Choisissez votre banque.
bank-unknown = Cette banque n’est pas disponible pour le moment. Veuillez en choisir une autre.
leaving-bank-title = Redirection vers { $bank }
leaving-bank-text = Vous vous y connecterez pour valider le paiement, puis vous reviendrez ici.
leaving-bank-button = Continuer vers { $bank }
leaving-sign-text = Vous vous y connecterez pour signer le mandat, puis vous reviendrez ici.

## Avoir

credit-title = Vérifier et payer avec votre avoir
credit-text = Votre avoir chez { $merchant } couvre la totalité de ce paiement.
credit-nothing-debited = Rien n’est débité de votre carte ni de votre compte bancaire.
credit-button = Payer { $amount } avec votre avoir

## Prélèvement SEPA : coordonnées

debit-step-1 = Étape 1 sur 2
debit-step-2 = Étape 2 sur 2
debit-title = Votre compte bancaire
debit-text = Le montant sera prélevé sur ce compte le { $date }. Rien ne sera prélevé avant que vous ayez lu et signé le mandat à la page suivante.
debit-button = Continuer vers le mandat
debit-reassurance = Votre numéro de compte est conservé sous forme chiffrée et ne sert qu’à ce paiement.
debit-address-title = Votre adresse
debit-address-text = Les banques la demandent, car votre compte est tenu hors de l’Espace économique européen.
field-name = Nom du titulaire du compte
field-name-hint = Tel qu’il est enregistré auprès de la banque.
field-email = E-mail
field-email-hint = Nous y enverrons la confirmation.
field-iban = Numéro de compte (IBAN)
field-iban-hint = Par exemple DE89 3704 0044 0532 0130 00. Votre seule signature doit suffire pour ce compte.
field-line1 = Adresse
field-line2 = Complément d’adresse (facultatif)
field-city = Ville
field-postal-code = Code postal
field-country = Pays
field-country-choose = Choisissez un pays
missing-name = Saisissez le nom du titulaire du compte.
missing-email = Saisissez une adresse e-mail.
missing-iban = Saisissez le numéro de compte (IBAN).
missing-line1 = Saisissez votre adresse.
missing-city = Saisissez votre ville.
missing-postal-code = Saisissez votre code postal.
missing-country = Choisissez votre pays.
problem-too-long = « { $field } » est trop long pour les banques.
problem-characters = « { $field } » contient des caractères que les banques ne peuvent pas transmettre. Utilisez des lettres, des chiffres et une ponctuation simple.
problem-email = Saisissez une adresse e-mail telle que nom@example.com.
problem-iban = Cet IBAN n’est pas valide. Veuillez le comparer avec celui de votre relevé de compte.
problem-iban-outside-sepa = Ce compte est tenu dans un pays hors de l’espace SEPA et ne peut donc pas être utilisé ici.

## Prélèvement SEPA : le mandat

mandate-page-title = Vérifier et signer le mandat
mandate-title = Mandat de prélèvement SEPA
mandate-notice = Un montant de { $amount } sera prélevé sur votre compte le { $date }. Cet avis vaut prénotification ; veuillez vous assurer que le compte est suffisamment approvisionné.
notice-working-days = C’est le premier jour possible pour le prélèvement, car vous en êtes informé à l’avance. Délai en jours ouvrés : { $days }.
notice-calendar-days = C’est le premier jour possible pour le prélèvement, car vous en êtes informé à l’avance. Délai en jours calendaires : { $days }.
mandate-explanation = Le texte du mandat figure ci-dessous en anglais. En résumé : en signant, vous autorisez le créancier désigné ci-dessous à prélever ce paiement sur votre compte, et votre banque à exécuter cet ordre. Vous pouvez demander le remboursement à votre banque dans les 8 semaines suivant la date de débit, selon les conditions de votre convention de compte.
mandate-creditor = Créancier
mandate-creditor-address = Adresse du créancier
mandate-creditor-address-missing = Pas encore renseignée (mode test uniquement)
mandate-creditor-identifier = Identifiant créancier SEPA (ICS)
mandate-kind = Type de paiement
mandate-one-off = Paiement ponctuel
mandate-payer = Vos coordonnées
mandate-payer-address = Adresse
mandate-account = Compte
mandate-signed-on = Signé le
mandate-accept = Je signe ce mandat. { $merchant } peut prélever { $amount } sur mon compte le { $date }, une seule fois.
mandate-button = Signer et payer
mandate-change = Modifier
review-not-accepted = Cochez la case pour signer le mandat.
review-date-moved = La date de prélèvement a changé depuis votre dernière visite de cette page. Veuillez vérifier la nouvelle date avant de continuer.
review-wording-changed = Le texte du mandat a changé depuis votre dernière visite de cette page. Veuillez le lire et signer à nouveau.
refund-right = Vous pouvez demander le remboursement à votre banque dans les 8 semaines suivant la date de débit, selon les conditions de la convention que vous avez passée avec elle. Si vous n’avez pas autorisé un prélèvement, ce délai est de 13 mois.

## Prélèvement Bacs

bacs-form-text = Le montant sera prélevé sur ce compte le { $date }. Vous reverrez tout à la page suivante avant de confirmer.
bacs-form-button = Continuer et vérifier
field-sort-code = Sort code (code de la banque)
field-sort-code-hint = Six chiffres, par exemple 12‑34‑56.
field-account-number = Numéro de compte
field-account-number-hint = Huit chiffres en général. Vous trouverez les deux sur votre carte bancaire, sur votre relevé ou dans l’application de votre banque.
field-sole-signatory = Je suis la seule personne dont l’accord est nécessaire pour les prélèvements sur ce compte.
field-sole-signatory-hint = Si plusieurs personnes doivent donner leur accord, ce compte ne peut pas être utilisé ici. Veuillez choisir un autre moyen de paiement ou demander un formulaire papier à { $merchant }.
missing-sort-code = Saisissez le sort code.
missing-account-number = Saisissez le numéro de compte.
missing-sole-signatory = Cochez la case si votre seul accord suffit pour les prélèvements. Sinon, veuillez choisir un autre moyen de paiement ou demander un formulaire papier à { $merchant }.
problem-sort-code = Ce sort code n’est pas valide. Il comporte six chiffres.
problem-account-number = Ce numéro de compte n’est pas valide pour ce sort code. La plupart comportent huit chiffres.
problem-account-at-sort-code = Ce numéro de compte n’existe pas pour ce sort code. Veuillez vérifier les deux sur votre carte bancaire ou votre relevé.
bacs-review-title = Vérifiez votre prélèvement
bacs-read-back = Vos coordonnées
bacs-authority = Accord pour les prélèvements
bacs-alone = Mon seul accord suffit
bacs-collector = Qui prélève
bacs-service-user = Nom
bacs-phone = Téléphone
bacs-statement-name = Nom sur votre relevé
bacs-service-user-number = Service user number
bacs-reference = Référence de l’instruction
bacs-confirmed-on = Confirmé le
bacs-instruction-title = Instruction à votre banque
bacs-instruction-explanation = Voici ce que vous demandez à votre banque : payer les prélèvements de { $merchant } sur ce compte, avec la protection de la Direct Debit Guarantee. Le texte est en anglais.
bacs-guarantee-title = La Direct Debit Guarantee
bacs-guarantee-explanation = La garantie est rédigée en anglais. En bref : vous êtes informé à l’avance de tout changement ; en cas d’erreur, votre banque vous rembourse immédiatement ; et vous pouvez résilier à tout moment en informant votre banque.
bacs-accept = Ces informations sont exactes. Je donne cette instruction à ma banque, et { $merchant } peut prélever { $amount } sur mon compte le { $date }, une seule fois.
bacs-review-button = Confirmer et payer
bacs-not-accepted = Cochez la case pour confirmer les informations et donner l’instruction.

## Autogiro

autogiro-form-text = Le montant sera prélevé sur ce compte le { $date }. Vous verrez le mandat à la page suivante, puis vous le signerez auprès de votre banque.
autogiro-reassurance = Votre numéro d’identité et votre numéro de compte sont conservés sous forme chiffrée et ne servent qu’à ce paiement.
field-payer-id = Numéro d’identité personnel ou d’organisation
field-payer-id-hint = Le numéro suédois du titulaire du compte, par exemple 19900101‑0017 ou 556016‑0680.
field-clearing-number = Numéro de clearing
field-clearing-number-hint = Les quatre chiffres qui précèdent le numéro de compte ; cinq chez Swedbank si le premier est 8.
field-account-number-hint-sek = Sans le numéro de clearing. Vous trouverez les deux dans l’application de votre banque ou sur votre relevé.
missing-payer-id = Saisissez le numéro d’identité personnel ou d’organisation.
missing-clearing-number = Saisissez le numéro de clearing.
problem-payer-id = Ce n’est pas un numéro d’identité personnel ou d’organisation valide. Veuillez vérifier chaque chiffre.
problem-clearing-number = Ce n’est pas le numéro de clearing d’une banque suédoise. Il comporte quatre chiffres, parfois cinq chez Swedbank.
problem-account-at-clearing = Ce numéro de compte n’existe pas dans la banque qui a ce numéro de clearing. Veuillez vérifier les deux dans l’application de votre banque ou sur votre relevé.
autogiro-review-title = Vérifier le mandat
autogiro-mandate-title = Mandat de paiement par Autogiro
autogiro-explanation = Le texte du mandat figure ci-dessous en anglais. En résumé : en signant, vous autorisez le bénéficiaire désigné ci-dessus à prélever des paiements sur votre compte par Autogiro. Vous pouvez révoquer le mandat à tout moment auprès du bénéficiaire ou de votre banque.
autogiro-payee-address = Adresse du bénéficiaire
autogiro-organisation-number = Numéro d’organisation
autogiro-payer-number = Numéro de payeur
autogiro-next = À l’étape suivante, vous vous connecterez à votre banque et signerez le mandat. Rien n’est prélevé avant votre signature.
autogiro-button = Continuer et signer auprès de la banque

## Virements

transfer-title = Effectuer le virement
transfer-text = Effectuez ce virement dans l’application ou sur le site de votre banque, exactement comme indiqué ici. Nous ne prélevons rien sur votre compte.
transfer-text-direct = Effectuez ce virement sur le compte de { $merchant }, dans l’application ou sur le site de votre banque, exactement comme indiqué ici. Nous ne prélevons rien sur votre compte.
transfer-sandbox = Ceci est une simulation : rien n’est réellement payé. Veuillez ne pas envoyer d’argent à ces coordonnées.
transfer-so-far = { $received } reçus. Veuillez virer les { $remaining } restants, avec la même référence.
transfer-details-title = Coordonnées du virement
transfer-account-name = Titulaire du compte
transfer-payee = Bénéficiaire
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Référence (motif)
transfer-ocr = Numéro OCR
transfer-message = Message au bénéficiaire
transfer-deadline = À recevoir au plus tard le
transfer-copy = Touchez une valeur ou cliquez dessus pour la sélectionner en entier et la copier.
transfer-qr-title = Ou scannez avec votre application bancaire
transfer-qr-label = Code QR pour applications bancaires, avec le bénéficiaire, le compte, le montant et la référence de ce virement
transfer-qr-text = Ce code est destiné aux applications bancaires qui lisent les codes de paiement (code QR EPC, ou GiroCode). Elles remplissent le virement pour vous ; veuillez le vérifier avant de le valider. Un simple appareil photo ne permet pas de payer.
transfer-know = Bon à savoir
transfer-why-reference = La référence nous indique à quel paiement correspond votre argent. Sans elle, il faut chercher à la main, ce qui prend plus de temps.
transfer-why-ocr = Le numéro OCR est la référence qui nous indique à quel paiement correspond votre argent. Sans lui, il faut chercher à la main, ce qui prend plus de temps.
transfer-why-message = Le message est la référence qui nous indique à quel paiement correspond votre argent. Sans lui, il faut chercher à la main, ce qui prend plus de temps.
transfer-name-gbp = Saisissez le titulaire exactement comme indiqué ici, car votre banque le compare au compte (Confirmation of Payee).
transfer-name-eur = Saisissez le titulaire exactement comme indiqué ici, car votre banque le compare au compte (vérification du bénéficiaire).
transfer-name-sek = Votre banque peut afficher le nom du bénéficiaire avant la validation. Ce doit être celui qui est indiqué ici.
transfer-works-gbp = Utilisez un virement ordinaire en livres depuis un compte britannique (Faster Payments). Les espèces, les chèques et les virements internationaux ne sont pas acceptés ici.
transfer-works-eur = Utilisez un virement SEPA en euros, classique ou instantané. Les espèces, les chèques et les virements dans d’autres devises ne sont pas acceptés ici.
transfer-works-bankgiro = Utilisez un paiement bankgiro en couronnes suédoises. Les espèces, Swish et les virements depuis l’étranger ne sont pas acceptés ici.
transfer-works-sek = Utilisez un virement en couronnes suédoises depuis une banque en Suède. Les espèces, Swish et les virements depuis l’étranger ne sont pas acceptés ici.
transfer-time-gbp = L’argent arrive en général en quelques minutes, et au plus tard le jour ouvré suivant.
transfer-time-eur = Un virement instantané arrive en quelques secondes, un virement classique le jour ouvré suivant.
transfer-time-bankgiro = L’argent arrive le jour même ou le jour ouvré suivant, selon le moment du paiement.
transfer-time-sek = L’argent arrive le jour même ou le jour ouvré suivant, selon votre banque.
transfer-seen = Nous voyons l’argent lorsque votre banque l’a envoyé et qu’il est arrivé, pas avant.
transfer-seen-direct = { $merchant } voit l’argent sur son propre compte, puis l’enregistre ici. Cela peut prendre quelques jours ouvrés.
transfer-button = J’ai effectué le virement
transfer-button-text = Cela change seulement ce que cette page affiche. Le paiement compte une fois l’argent arrivé.
transfer-mail-title = Recevoir ces coordonnées par e‑mail
transfer-mail-button = M’envoyer les coordonnées
transfer-mail-sent = Les coordonnées sont en route vers { $email }.

## Où en est le paiement

status-moves-on = Retour vers { $merchant } dans un instant.
status-paid-title = Payé
status-paid-text = Merci. Votre paiement à { $merchant } a bien été effectué.
status-paid-elsewhere-title = Déjà payé
status-paid-elsewhere-text = Ce paiement à { $merchant } a déjà été effectué. Vous n’avez plus rien à faire, et plus rien ne sera débité.
status-debit-signed-title = Mandat signé
status-debit-signed-text = Merci. Un montant de { $amount } sera prélevé sur votre compte le { $date }. Vous n’avez plus rien à faire ; veuillez simplement vous assurer que le compte est suffisamment approvisionné.
status-debit-signed-refund = Vous pouvez demander le remboursement à votre banque dans les 8 semaines suivant la date de débit.
status-bacs-signed-title = Prélèvement mis en place
status-bacs-signed-mail = Une confirmation accompagnée de la Direct Debit Guarantee vous est envoyée par e‑mail. Veuillez la conserver.
status-processing-title = Nous attendons une réponse
status-processing-text = Votre paiement a été transmis, mais nous ne savons pas encore s’il a abouti.
status-processing-advice = Veuillez ne pas payer une seconde fois. Vous pouvez fermer cette page : le paiement se poursuit sans elle.
status-bank-title = Nous attendons votre banque
status-bank-unknown = Votre banque ne nous a pas indiqué si vous avez validé le paiement de { $amount } à { $merchant }. Nous ne le savons pas encore.
status-bank-advice = Si vous ne l’avez pas validé, aucun montant n’est débité et vous pouvez choisir une autre banque ou un autre moyen de paiement. Si vous l’avez validé, veuillez patienter.
status-bank-approved = Vous avez validé le paiement de { $amount } à { $merchant }, et votre banque l’exécute. Elle ne nous en a pas encore confirmé l’exécution.
status-bank-looks = Cette page s’actualise d’elle-même.
status-mandate-title = Mandat signé, en attente de votre banque
status-mandate-text = Merci. Vous avez signé le mandat, et votre banque doit maintenant l’accepter. Elle répond au plus tard le { $date }.
status-mandate-next = Ensuite, un montant de { $amount } sera prélevé sur votre compte le { $date }. Vous n’avez plus rien à faire ; veuillez vous assurer que le compte est suffisamment approvisionné.
status-signature-title = Nous attendons votre signature
status-signature-text = Votre banque ne nous a pas indiqué si vous avez signé le mandat. Nous ne le savons pas encore.
status-signature-advice = Si vous ne l’avez pas signé, rien n’est prélevé et vous pouvez recommencer. Si vous l’avez signé, veuillez patienter.
status-transfer-title = Nous attendons votre virement
status-transfer-said = Le { $date }, vous nous avez indiqué avoir viré { $amount } à { $merchant }. L’argent n’est pas encore arrivé.
status-transfer-advice = Veuillez ne pas effectuer le virement deux fois. Vous pouvez fermer cette page : elle indiquera l’arrivée de l’argent. Si vous n’avez pas encore effectué le virement, les coordonnées ci-dessous restent valables.
status-failed-title = Le paiement n’a pas abouti
status-failed-text = Aucun montant n’a été débité.
status-returned-title = Le paiement a été rejeté
status-returned-open = Votre banque a rejeté votre paiement à { $merchant }. Le montant reste donc à payer. Vous pouvez le régler autrement.
status-returned-contact = Votre banque a rejeté votre paiement à { $merchant }. Veuillez contacter le bénéficiaire pour convenir de la suite.
status-disputed-title = Paiement contesté
status-disputed-text = Votre banque a signalé que ce paiement n’était pas autorisé. Rien ne peut être payé ici pour le moment. Veuillez contacter { $merchant }.
status-canceled-title = Rien à payer
status-canceled-text = { $merchant } a annulé cette demande de paiement. Rien ne peut plus être payé ici.
status-expired-title = Ce lien a expiré
status-expired-text = Le délai pour payer ici est écoulé. Si vous souhaitez encore payer, veuillez demander un nouveau lien à { $merchant }.
status-contact-title = Rien ne peut être payé ici
status-contact-text = Veuillez contacter { $merchant } au sujet de ce paiement.
status-refunded = Un remboursement de { $amount } a été émis le { $date }. Il arrivera sur votre compte sous 5 à 10 jours.
status-refund-coming = Un remboursement de { $amount } est en cours.
status-partly-title = Payé en partie
status-partly-text = Montant reçu par { $merchant } : { $received }. Reste à payer : { $remaining }.
status-partly-transfer = Veuillez virer le reste avec la même référence. Les coordonnées figurent ci-dessous.
status-unavailable-title = Ce moyen de paiement n’est pas disponible
status-unavailable-text = Il ne peut pas être utilisé pour le moment. Aucun montant n’a été débité.
decline-declined = La banque a refusé le paiement. Elle ne nous dit pas pourquoi ; votre banque peut vous renseigner.
decline-insufficient-funds = Le solde de la carte ou du compte était insuffisant.
decline-expired-card = La carte a expiré.
decline-not-authenticated = Le paiement n’a pas été confirmé auprès de votre banque.
decline-abandoned = Vous avez quitté la page du prestataire de paiement avant de payer.
decline-account-refused = Votre banque n’autorise pas les prélèvements sur ce compte.
decline-unavailable = Le prestataire de paiement n’a pas pu être joint.
decline-not-approved = Le paiement n’a pas été validé auprès de votre banque.
decline-bank-unavailable = Votre banque n’a pas pu être jointe.
decline-not-signed = Le mandat n’a pas été signé auprès de votre banque.
decline-mandate-refused = Votre banque n’a pas accepté le mandat pour ce compte.

## Erreurs

error-no-money = Rien n’a été payé à cette étape.
error-not-found-title = Ce paiement est introuvable
error-not-found-text = Le lien est peut-être incomplet. Veuillez le vérifier ou rouvrir celui que vous avez reçu.
error-stale-form-title = Veuillez recommencer
error-stale-form-text = Cette page était restée ouverte trop longtemps ou n’avait pas été ouverte depuis ce site ; nous n’avons donc rien fait.
error-too-many-tries-title = Trop de tentatives
error-too-many-tries-text = Veuillez patienter quelques minutes, puis réessayer.
error-too-many-accounts-title = Plus de numéros de compte pour l’instant
error-too-many-accounts-text = Trop de numéros de compte ont été essayés sur cette page ; elle n’en accepte plus avant demain. Vous pouvez payer autrement ou vous adresser à la personne qui vous a envoyé le lien.
error-too-many-mails-title = Plus d’e-mails pour l’instant
error-too-many-mails-text = Cette page a envoyé les informations de paiement par e-mail aussi souvent qu’elle le peut en 24 heures. Vous pourrez les redemander dans 24 heures au plus tard ; d’ici là, elles figurent sur la page de paiement.
error-busy-title = Le service est très sollicité
error-busy-text = Veuillez réessayer dans un instant.
error-server-title = Une erreur s’est produite de notre côté
error-server-text = Nous en sommes désolés. L’erreur a été enregistrée. Veuillez réessayer dans quelques instants.

## Le bac à sable

sandbox-name = Prestataire fictif
sandbox-tag = Bac à sable
sandbox-footer = Ceci est une simulation. Il n’y a ni carte, ni banque, ni argent derrière cette page.
sandbox-card-title = Quelle suite simuler ?
sandbox-card-text = { $merchant } demande { $amount }. Un vrai prestataire demanderait ici les données de la carte.
sandbox-card-legend = Scénario
sandbox-card-button = Exécuter
sandbox-unknown-scenario = Ce scénario n’existe pas. Choisissez l’un de ceux-ci.
sandbox-closed = Ce paiement est clos : il a reçu une réponse, a expiré ou a été annulé.
sandbox-auth-title = Votre banque fictive demande
sandbox-auth-text = Voulez-vous payer { $amount } à { $merchant } ? Une vraie banque vous demanderait de le confirmer dans son application.
sandbox-auth-legend = Votre réponse
sandbox-auth-approve = Approuver le paiement
sandbox-auth-refuse = Refuser le paiement
sandbox-auth-button = Répondre
sandbox-bank-title = Validez-vous ce paiement ?
sandbox-bank-text = Ceci est { $bank }, une banque qui n’existe pas. Une vraie banque vous demanderait de vous connecter et de valider le paiement dans son application.
sandbox-bank-answer = Votre réponse
sandbox-bank-more = Ou choisissez une autre issue
sandbox-bank-button = Répondre
sandbox-bank-away-title = Vous n’avez pas répondu
sandbox-bank-away-text = Rien n’a été validé. La demande expire au bout de 15 minutes, et vous pouvez fermer cette page.
sandbox-bank-back = Retour à la page de paiement
sandbox-sign-title = Signez-vous ce mandat ?
sandbox-sign-text = Ceci est { $bank }, une banque qui n’existe pas. Une vraie banque vous demanderait de vous connecter et de signer le mandat dans son application.
sandbox-sign-away-text = Rien n’a été signé. La demande expire au bout de 15 minutes, et vous pouvez fermer cette page.
sign-scenario-sign = Le payeur signe le mandat.
sign-scenario-refuse = Le payeur refuse de signer.
sign-scenario-walk-away = Le payeur ne répond jamais, et la demande expire.
bank-scenario-succeed = Le payeur valide, et le paiement est exécuté immédiatement.
bank-scenario-refuse = Le payeur refuse le paiement.
bank-scenario-walk-away = Le payeur ne répond jamais, et la demande expire.
bank-scenario-insufficient-funds = Le payeur valide, mais le solde du compte est insuffisant.
bank-scenario-answer-late = Le payeur valide, et la banque annonce l’exécution une heure plus tard.
bank-scenario-return-without-result = Le payeur valide et revient avant que la banque ait répondu.
bank-scenario-answer-twice = Le payeur valide, et la banque annonce l’exécution deux fois.
scenario-succeed = Le paiement aboutit.
scenario-decline = La banque refuse sans donner de raison.
scenario-insufficient-funds = Le solde de la carte est insuffisant.
scenario-expired-card = La carte a expiré.
scenario-lost-card = La carte a été déclarée perdue.
scenario-fraud-suspected = La banque soupçonne une fraude.
scenario-authenticate = La banque demande au payeur d’approuver le paiement.
scenario-authentication-refused = Le payeur refuse quand la banque le lui demande.
scenario-abandon = Le payeur quitte cette page sans payer.
scenario-answer-late = Le paiement aboutit, mais la réponse tarde.
scenario-answer-twice = Le paiement aboutit, et la réponse est envoyée deux fois.
scenario-contradict = Le paiement aboutit, puis une minute plus tard le prestataire le dit refusé.
scenario-decline-then-succeed = Le paiement est refusé, puis aboutit malgré tout une minute plus tard.
mailbox-title = E-mails du bac à sable
mailbox-text = Les e-mails du mode test arrivent ici et ne sont jamais envoyés.
mailbox-empty = Il n’y a pas encore d’e-mails.
mailbox-back = Tous les e-mails
mail-from = De
mail-to = À
mail-at = Date
mail-html-part = Partie HTML
mail-text-part = Partie texte

## E-mails

mail-link-subject = { $merchant } : { $amount } à payer
mail-link-heading = { $amount } à { $merchant }
mail-link-text = { $merchant } vous demande de payer { $amount }. La page de paiement en présente le détail et vous laisse choisir comment payer.
mail-link-button = Voir le détail et payer
mail-link-deadline = Date limite de paiement
mail-link-unexpected = Vous n’attendiez pas cette demande ? Ne payez pas et contactez d’abord { $merchant }.
mail-mandate-subject = Prélèvement SEPA : { $amount } à { $merchant } le { $date }
mail-mandate-heading = Votre mandat de prélèvement SEPA
mail-mandate-text = Merci. Vous avez signé un mandat en faveur de { $merchant }. Veuillez conserver ce message.
mail-mandate-notice = Un montant de { $amount } sera prélevé sur votre compte le { $date }. Veuillez vous assurer que le compte est suffisamment approvisionné.
mail-mandate-wrong = Vous n’êtes pas à l’origine de cette opération, ou quelque chose ne va pas ? Veuillez contacter { $merchant } sans attendre.
mail-bacs-subject = Prélèvement : { $amount } à { $merchant } le { $date }
mail-bacs-heading = Votre instruction de prélèvement (Direct Debit Instruction)
mail-bacs-text = Merci. Vous avez mis en place un prélèvement en faveur de { $merchant }. Veuillez conserver ce message.
mail-autogiro-subject = Autogiro : { $amount } à { $merchant } le { $date }
mail-autogiro-heading = Votre mandat Autogiro
mail-postponed-subject = { $merchant } : { $amount } prélevés le { $date } seulement
mail-postponed-heading = Une date plus tardive pour votre paiement
mail-postponed-text = Votre banque n’a pas encore indiqué si elle accepte le mandat que vous avez signé pour { $merchant }. Votre compte n’a donc pas été débité à la date qui vous avait été indiquée.
mail-retried-text = Il n’y avait pas assez d’argent sur votre compte pour votre paiement à { $merchant }. Votre compte n’a pas été débité à la date qui vous avait été indiquée : votre banque fait une nouvelle tentative.
mail-refunded-subject = { $merchant } : remboursement de { $amount }
mail-refunded-heading = { $merchant } vous rembourse { $amount }
mail-refunded-text = { $merchant } vous a envoyé un remboursement de { $amount } le { $date }.
mail-refunded-arrival = Il est versé sur la carte ou le compte avec lequel vous avez payé et y parvient sous 5 à 10 jours. Vous n’avez rien à faire.
mail-refunded-by = De la part de
mail-refunded-on = Remboursé le
mail-refunded-questions = Vous avez des questions sur ce remboursement ? Veuillez contacter { $merchant }.
mail-returned-subject = { $merchant } : votre paiement a été rejeté, { $amount } à payer
mail-returned-heading = Votre paiement a été rejeté
mail-returned-text = Votre banque a rejeté votre paiement de { $returned } à { $merchant }.
mail-returned-open = Il reste { $amount } à payer. Vous pouvez payer autrement sur la page de paiement.
mail-returned-paid = Vous avez payé entre-temps ? Dans ce cas, vous n’avez plus rien à faire. Si quelque chose ne va pas, veuillez contacter { $merchant }.
mail-transfer-subject = { $merchant } : coordonnées pour votre virement de { $amount }
mail-transfer-heading = Virement de { $amount } à { $merchant }
mail-transfer-text = Vous avez demandé ces coordonnées sur la page de paiement de { $merchant }. Effectuez le virement auprès de votre banque, exactement comme indiqué ici.
mail-transfer-button = Ouvrir la page de paiement
mail-part-subject = { $merchant } : { $arrived } reçus, { $remaining } restent à payer
mail-part-heading = { $arrived } reçus
mail-part-text = { $merchant } a reçu votre virement de { $arrived } le { $date }. Merci.
mail-part-rest = Il reste { $remaining } à payer. Veuillez virer ce montant avec la même référence, ou choisir un autre moyen de paiement sur la page de paiement.
mail-account-subject = { $merchant } : le compte bancaire pour { $currency } va changer
mail-account-heading = Un autre compte bancaire pour { $currency }
mail-account-text = À partir du { $when }, un autre compte sera indiqué à quiconque vire des { $currency } à { $merchant }. Jusque-là, rien ne change.
mail-account-new = Nouveau compte
mail-account-replaced = Compte actuel
mail-account-by = Demandé par
mail-account-requested = Demandé le
mail-account-effective = Prend effet le
mail-account-wrong = Personne chez vous ne l’a demandé ? Annulez alors le changement avant qu’il ne prenne effet et remplacez vos clés d’API, car quelqu’un d’autre en détient peut-être une.
