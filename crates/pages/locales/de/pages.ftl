# Texte der Bezahlseiten und E-Mails auf Deutsch. Die Anrede ist „Sie“.
# Beträge und Daten kommen fertig formatiert; Platzhalter werden dort entschärft, wo sie stehen.

## Rund um jede Seite

skip-to-content = Zum Inhalt springen
test-mode-label = Testmodus
test-mode-text = Hier fließt kein echtes Geld.
labelled = { $label }: { $value }
header-secure = Sichere Zahlung
header-neutral = Zahlung
footer-languages = Sprache
footer-privacy = Datenschutz
title-problem = Fehler:
problem-title = Bitte beachten Sie
contact-title = Kontakt zu { $merchant }
contact-email = E-Mail
contact-phone = Telefon
contact-website = Website

## Was bezahlt wird

summary-label = Das bezahlen Sie
purpose-rent = Miete
purpose-advance-rent = Mietvorauszahlung
purpose-deposit = Kaution
purpose-holding-fee = Reservierungsgebühr
purpose-charge = Zahlung
receipt-title = Einzelheiten
fact-amount = Betrag
fact-to = Empfänger
fact-for = Zahlung für
fact-reference = Referenz
fact-bank-reference = Verwendungszweck
fact-method = Zahlungsart
fact-when = Zeitpunkt
fact-paid-on = Bezahlt am
fact-statement = Auf Ihrem Kontoauszug
fact-collection-on = Abbuchung am
fact-clears-on = Gilt als bezahlt nach
fact-mandate-reference = Mandatsreferenz
fact-received = Eingegangen
fact-remaining = Noch zu zahlen
fact-credit = Aus Ihrem Guthaben
amount-changed = Der zu zahlende Betrag hat sich geändert, seit Sie diese Seite zuletzt gesehen haben. Bitte prüfen Sie ihn, bevor Sie fortfahren.

## Was zu tun ist

action-other-way = Andere Zahlungsart wählen
action-other-bank = Andere Bank oder Zahlungsart wählen
action-try-again = Erneut versuchen
action-start-again = Neu beginnen
action-check-again = Erneut prüfen
action-pay-again = Auf andere Weise bezahlen
action-pay-rest = Rest bezahlen
action-continue = Weiter

## Wahl der Zahlungsart

choose-title = Wie möchten Sie bezahlen?
choose-legend = Zahlungsarten
choose-button = Weiter
choose-reassurance = Sie können alles prüfen, bevor Sie bezahlen.
choose-nothing-chosen = Bitte wählen Sie eine Zahlungsart.
choose-unavailable = Diese Zahlungsart steht im Moment nicht zur Verfügung. Bitte wählen Sie eine andere.
method-card = Karte
method-card-hint = Sofortige Zahlung auf der sicheren Seite des Zahlungsdienstes.
method-pay-by-bank = Online-Überweisung
method-pay-by-bank-hint = Sofortige Zahlung von Ihrem Bankkonto. Sie geben sie in der App oder auf der Website Ihrer Bank frei.
method-customer-balance = Ihr Guthaben
method-sepa-debit = SEPA-Lastschrift
method-sepa-debit-hint = Wird am { $date } von Ihrem Bankkonto abgebucht. Sie können das Geld 8 Wochen lang von Ihrer Bank zurückverlangen.
method-bacs-debit = Bacs-Lastschrift (Direct Debit)
method-bacs-debit-hint = Wird am { $date } von Ihrem britischen Bankkonto abgebucht, mit dem Schutz der Direct Debit Guarantee.
method-autogiro = Autogiro (schwedische Lastschrift)
method-autogiro-hint = Wird am { $date } von Ihrem schwedischen Bankkonto abgebucht. Sie unterzeichnen das Mandat bei Ihrer Bank.
method-bank-transfer = Überweisung
method-bank-transfer-hint = Sie überweisen selbst bei Ihrer Bank. Wir zeigen Ihnen Konto und Verwendungszweck.
method-direct-transfer = Direkte Überweisung
method-direct-transfer-hint = Sie überweisen selbst auf das eigene Konto von { $merchant }. Dort wird der Eingang erfasst.

## Karte

card-title = Prüfen und mit Karte bezahlen
card-text = Im nächsten Schritt geben Sie Ihre Kartendaten auf der sicheren Seite des Zahlungsdienstes ein. Wir bekommen sie nie zu sehen.
card-when = Sofort
card-button = { $amount } mit Karte bezahlen
leaving-title = Sie werden zum Zahlungsdienst weitergeleitet
leaving-text = Sie geben Ihre Kartendaten auf der sicheren Seite des Zahlungsdienstes ein und kommen danach hierher zurück.
leaving-button = Weiter zum Zahlungsdienst
leaving-back = Zurück

## Online-Überweisung

bank-title = Prüfen und Bank wählen
bank-text = Im nächsten Schritt melden Sie sich bei Ihrer Bank an und geben diese Zahlung frei. Ihre Zugangsdaten bekommen wir nie zu sehen.
bank-when = Sofort
bank-legend = Ihre Bank
bank-button = Weiter zur Bank und { $amount } bezahlen
bank-reassurance = Es wird nichts bezahlt, bevor Sie die Zahlung bei Ihrer Bank freigeben.
bank-nothing-chosen = Bitte wählen Sie Ihre Bank.
bank-unknown = Diese Bank steht im Moment nicht zur Verfügung. Bitte wählen Sie eine andere.
leaving-bank-title = Sie werden zu { $bank } weitergeleitet
leaving-bank-text = Sie melden sich dort an, geben die Zahlung frei und kommen danach hierher zurück.
leaving-bank-button = Weiter zu { $bank }
leaving-sign-text = Sie melden sich dort an, unterzeichnen das Mandat und kommen danach hierher zurück.

## Guthaben

credit-title = Prüfen und mit Ihrem Guthaben bezahlen
credit-text = Ihr Guthaben bei { $merchant } deckt die gesamte Zahlung.
credit-nothing-debited = Ihre Karte und Ihr Bankkonto werden nicht belastet.
credit-button = { $amount } aus Ihrem Guthaben bezahlen

## SEPA-Lastschrift: Angaben

debit-step-1 = Schritt 1 von 2
debit-step-2 = Schritt 2 von 2
debit-title = Ihr Bankkonto
debit-text = Der Betrag wird am { $date } von diesem Konto abgebucht. Es wird nichts abgebucht, bevor Sie auf der nächsten Seite das Mandat gesehen und erteilt haben.
debit-button = Weiter zum Mandat
debit-reassurance = Ihre Kontonummer wird verschlüsselt gespeichert und nur für diese Zahlung verwendet.
debit-address-title = Ihre Anschrift
debit-address-text = Die Banken verlangen sie, weil Ihr Konto außerhalb des Europäischen Wirtschaftsraums geführt wird.
field-name = Name des Kontoinhabers
field-name-hint = So, wie er bei der Bank eingetragen ist.
field-email = E-Mail
field-email-hint = Hierhin senden wir die Bestätigung.
field-iban = Kontonummer (IBAN)
field-iban-hint = Zum Beispiel DE89 3704 0044 0532 0130 00. Über das Konto müssen Sie allein verfügen dürfen.
field-line1 = Straße und Hausnummer
field-line2 = Adresszusatz (optional)
field-city = Ort
field-postal-code = Postleitzahl
field-country = Land
field-country-choose = Land wählen
missing-name = Bitte geben Sie den Namen des Kontoinhabers ein.
missing-email = Bitte geben Sie eine E-Mail-Adresse ein.
missing-iban = Bitte geben Sie die Kontonummer (IBAN) ein.
missing-line1 = Bitte geben Sie Straße und Hausnummer ein.
missing-city = Bitte geben Sie Ihren Ort ein.
missing-postal-code = Bitte geben Sie Ihre Postleitzahl ein.
missing-country = Bitte wählen Sie Ihr Land.
problem-too-long = „{ $field }“ ist für die Banken zu lang.
problem-characters = „{ $field }“ enthält Zeichen, die Banken nicht übermitteln können. Bitte verwenden Sie Buchstaben, Ziffern und einfache Satzzeichen.
problem-email = Bitte geben Sie eine E-Mail-Adresse wie name@example.com ein.
problem-iban = Das ist keine gültige IBAN. Bitte vergleichen Sie sie mit Ihrem Kontoauszug.
problem-iban-outside-sepa = Dieses Konto wird in einem Land außerhalb der SEPA geführt und kann hier nicht verwendet werden.

## SEPA-Lastschrift: das Mandat

mandate-page-title = Mandat prüfen und erteilen
mandate-title = SEPA-Lastschriftmandat
mandate-notice = Der Betrag von { $amount } wird am { $date } von Ihrem Konto abgebucht. Dies ist die Vorabankündigung; bitte sorgen Sie für ausreichende Deckung.
notice-working-days = Dies ist der früheste Tag der Abbuchung, weil sie Ihnen vorher angekündigt wird. Frist in Bankarbeitstagen: { $days }.
notice-calendar-days = Dies ist der früheste Tag der Abbuchung, weil sie Ihnen vorher angekündigt wird. Frist in Kalendertagen: { $days }.
mandate-explanation = Unten steht der englische Wortlaut des Mandats. Er bedeutet: Mit Ihrer Unterschrift ermächtigen Sie den unten genannten Zahlungsempfänger, diese Zahlung von Ihrem Konto einzuziehen, und weisen Ihre Bank an, die Lastschrift einzulösen. Sie können innerhalb von acht Wochen ab dem Belastungsdatum von Ihrer Bank die Erstattung verlangen; es gelten die mit ihr vereinbarten Bedingungen.
mandate-creditor = Zahlungsempfänger
mandate-creditor-address = Anschrift des Zahlungsempfängers
mandate-creditor-address-missing = Noch nicht angegeben (nur im Testmodus)
mandate-creditor-identifier = Gläubiger-Identifikationsnummer
mandate-kind = Art der Zahlung
mandate-one-off = Einmalige Zahlung
mandate-payer = Ihre Angaben
mandate-payer-address = Anschrift
mandate-account = Konto
mandate-signed-on = Erteilt am
mandate-accept = Ich erteile dieses Mandat. { $merchant } darf { $amount } am { $date } einmalig von meinem Konto einziehen.
mandate-button = Mandat erteilen und bezahlen
mandate-change = Angaben ändern
review-not-accepted = Bitte setzen Sie das Häkchen, um das Mandat zu erteilen.
review-date-moved = Der Tag der Abbuchung hat sich geändert, seit Sie diese Seite zuletzt gesehen haben. Bitte prüfen Sie das neue Datum, bevor Sie fortfahren.
review-wording-changed = Der Wortlaut des Mandats hat sich geändert, seit Sie diese Seite zuletzt gesehen haben. Bitte lesen Sie ihn und erteilen Sie das Mandat erneut.
refund-right = Sie können innerhalb von 8 Wochen ab dem Belastungsdatum von Ihrer Bank die Erstattung verlangen; es gelten die mit Ihrer Bank vereinbarten Bedingungen. Haben Sie eine Abbuchung nicht autorisiert, beträgt die Frist 13 Monate.

## Bacs-Lastschrift

bacs-form-text = Der Betrag wird am { $date } von diesem Konto abgebucht. Auf der nächsten Seite sehen Sie alles noch einmal, bevor Sie bestätigen.
bacs-form-button = Weiter zur Prüfung
field-sort-code = Sort Code (Bankleitzahl)
field-sort-code-hint = Sechs Ziffern, zum Beispiel 12‑34‑56.
field-account-number = Kontonummer
field-account-number-hint = Meist acht Ziffern. Beides finden Sie auf Ihrer Bankkarte, auf dem Kontoauszug oder in der App Ihrer Bank.
field-sole-signatory = Ich darf über dieses Konto allein verfügen und Abbuchungen allein genehmigen.
field-sole-signatory-hint = Müssen mehrere Personen Abbuchungen genehmigen, kann dieses Konto hier nicht verwendet werden. Bitte wählen Sie eine andere Zahlungsart, oder fragen Sie { $merchant } nach einem Papierformular.
missing-sort-code = Bitte geben Sie den Sort Code ein.
missing-account-number = Bitte geben Sie die Kontonummer ein.
missing-sole-signatory = Bitte setzen Sie das Häkchen, wenn Sie Abbuchungen allein genehmigen dürfen. Wenn nicht, wählen Sie bitte eine andere Zahlungsart, oder fragen Sie { $merchant } nach einem Papierformular.
problem-sort-code = Das ist kein gültiger Sort Code. Er hat sechs Ziffern.
problem-account-number = Das ist keine gültige Kontonummer zu diesem Sort Code. Die meisten haben acht Ziffern.
problem-account-at-sort-code = Zu diesem Sort Code gibt es keine solche Kontonummer. Bitte vergleichen Sie beide mit Ihrer Bankkarte oder Ihrem Kontoauszug.
bacs-review-title = Lastschrift prüfen
bacs-read-back = Ihre Angaben
bacs-authority = Genehmigung von Abbuchungen
bacs-alone = Nur ich muss zustimmen
bacs-collector = Wer das Geld einzieht
bacs-service-user = Name
bacs-phone = Telefon
bacs-statement-name = Name auf Ihrem Kontoauszug
bacs-service-user-number = Service User Number
bacs-reference = Referenz des Auftrags
bacs-confirmed-on = Bestätigt am
bacs-instruction-title = Auftrag an Ihre Bank
bacs-instruction-explanation = Damit beauftragen Sie Ihre Bank, Lastschriften von { $merchant } von diesem Konto zu bezahlen, mit dem Schutz der Direct Debit Guarantee. Der Wortlaut ist englisch.
bacs-guarantee-title = Die Direct Debit Guarantee
bacs-guarantee-explanation = Die Garantie ist auf Englisch abgefasst. Kurz gesagt: Über Änderungen werden Sie vorher informiert; bei einem Fehler erstattet Ihre Bank den Betrag sofort; und Sie können jederzeit kündigen, indem Sie es Ihrer Bank mitteilen.
bacs-accept = Diese Angaben stimmen. Ich erteile meiner Bank diesen Auftrag, und { $merchant } darf { $amount } am { $date } einmalig von meinem Konto einziehen.
bacs-review-button = Bestätigen und bezahlen
bacs-not-accepted = Bitte setzen Sie das Häkchen, um die Angaben zu bestätigen und den Auftrag zu erteilen.

## Autogiro

autogiro-form-text = Der Betrag wird am { $date } von diesem Konto abgebucht. Auf der nächsten Seite sehen Sie das Mandat, danach unterzeichnen Sie es bei Ihrer Bank.
autogiro-reassurance = Ihre Personennummer und Ihre Kontonummer werden verschlüsselt gespeichert und nur für diese Zahlung verwendet.
field-payer-id = Personennummer oder Organisationsnummer
field-payer-id-hint = Die schwedische Nummer des Kontoinhabers, zum Beispiel 19900101‑0017 oder 556016‑0680.
field-clearing-number = Clearingnummer
field-clearing-number-hint = Die vier Ziffern vor der Kontonummer; bei Swedbank fünf, wenn die erste eine 8 ist.
field-account-number-hint-sek = Ohne die Clearingnummer. Beides finden Sie in der App Ihrer Bank oder auf dem Kontoauszug.
missing-payer-id = Bitte geben Sie die Personennummer oder Organisationsnummer ein.
missing-clearing-number = Bitte geben Sie die Clearingnummer ein.
problem-payer-id = Das ist keine gültige Personennummer oder Organisationsnummer. Bitte prüfen Sie jede Ziffer.
problem-clearing-number = Das ist keine Clearingnummer einer schwedischen Bank. Sie hat vier Ziffern, bei Swedbank manchmal fünf.
problem-account-at-clearing = Bei der Bank mit dieser Clearingnummer gibt es keine solche Kontonummer. Bitte vergleichen Sie beide mit der App Ihrer Bank oder Ihrem Kontoauszug.
autogiro-review-title = Mandat prüfen
autogiro-mandate-title = Mandat für Zahlungen per Autogiro
autogiro-explanation = Unten steht der englische Wortlaut des Mandats. Er bedeutet: Mit Ihrer Unterschrift ermächtigen Sie den oben genannten Zahlungsempfänger, Zahlungen per Autogiro von Ihrem Konto einzuziehen. Sie können das Mandat jederzeit gegenüber dem Zahlungsempfänger oder Ihrer Bank widerrufen.
autogiro-payee-address = Anschrift des Zahlungsempfängers
autogiro-organisation-number = Organisationsnummer
autogiro-payer-number = Zahlernummer
autogiro-next = Im nächsten Schritt melden Sie sich bei Ihrer Bank an und unterzeichnen das Mandat. Vorher wird nichts abgebucht.
autogiro-button = Bei der Bank unterzeichnen

## Überweisungen

transfer-title = Jetzt überweisen
transfer-text = Bitte überweisen Sie in der App oder auf der Website Ihrer Bank genau so, wie es hier steht. Wir buchen nichts von Ihrem Konto ab.
transfer-text-direct = Bitte überweisen Sie auf das eigene Konto von { $merchant }, in der App oder auf der Website Ihrer Bank und genau so, wie es hier steht. Wir buchen nichts von Ihrem Konto ab.
transfer-sandbox = Dies ist eine Übung, es wird nichts wirklich bezahlt. Bitte überweisen Sie kein Geld auf dieses Konto.
transfer-so-far = { $received } sind eingegangen. Bitte überweisen Sie die restlichen { $remaining } mit demselben Verwendungszweck.
transfer-details-title = Angaben zur Überweisung
transfer-account-name = Kontoinhaber
transfer-payee = Zahlungsempfänger
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Verwendungszweck
transfer-ocr = OCR-Nummer
transfer-message = Nachricht an den Empfänger
transfer-deadline = Soll eingehen bis
transfer-copy = Tippen oder klicken Sie auf eine Angabe, um sie ganz zu markieren und zu kopieren.
transfer-qr-title = Oder mit der Banking-App scannen
transfer-qr-label = QR-Code für Banking-Apps mit Empfänger, Konto, Betrag und Verwendungszweck dieser Überweisung
transfer-qr-text = Dieser Code ist für Banking-Apps, die Zahlungscodes lesen (GiroCode oder EPC-QR-Code). Sie füllen die Überweisung für Sie aus; bitte prüfen Sie sie vor der Freigabe. Mit einer gewöhnlichen Kamera-App lässt sich damit nicht bezahlen.
transfer-know = Gut zu wissen
transfer-why-reference = Am Verwendungszweck erkennen wir, wofür Ihr Geld ist. Fehlt er, muss jemand von Hand suchen, und das dauert länger.
transfer-why-ocr = Die OCR-Nummer ist der Verwendungszweck, an dem wir erkennen, wofür Ihr Geld ist. Fehlt sie, muss jemand von Hand suchen, und das dauert länger.
transfer-why-message = Die Nachricht ist der Verwendungszweck, an dem wir erkennen, wofür Ihr Geld ist. Fehlt sie, muss jemand von Hand suchen, und das dauert länger.
transfer-name-gbp = Geben Sie den Kontoinhaber genau so an, wie er hier steht: Ihre Bank vergleicht ihn mit dem Konto (Confirmation of Payee).
transfer-name-eur = Geben Sie den Kontoinhaber genau so an, wie er hier steht: Ihre Bank vergleicht ihn mit dem Konto (Empfängerüberprüfung).
transfer-name-sek = Ihre Bank zeigt vor der Freigabe möglicherweise den Namen des Empfängers. Es sollte der sein, der hier steht.
transfer-works-gbp = Nutzen Sie eine gewöhnliche Überweisung in Pfund von einem britischen Konto (Faster Payments). Bargeld, Schecks und Auslandsüberweisungen sind hier nicht möglich.
transfer-works-eur = Nutzen Sie eine SEPA-Überweisung in Euro, gewöhnlich oder in Echtzeit. Bargeld, Schecks und Überweisungen in anderen Währungen sind hier nicht möglich.
transfer-works-bankgiro = Nutzen Sie eine Bankgiro-Zahlung in schwedischen Kronen. Bargeld, Swish und Überweisungen aus dem Ausland sind hier nicht möglich.
transfer-works-sek = Nutzen Sie eine Überweisung in schwedischen Kronen von einer Bank in Schweden. Bargeld, Swish und Überweisungen aus dem Ausland sind hier nicht möglich.
transfer-time-gbp = Das Geld kommt meist nach wenigen Minuten an, spätestens am nächsten Bankarbeitstag.
transfer-time-eur = Eine Echtzeitüberweisung kommt nach wenigen Sekunden an, eine gewöhnliche am nächsten Bankarbeitstag.
transfer-time-bankgiro = Das Geld kommt am selben oder am nächsten Bankarbeitstag an, je nachdem, wann Sie bezahlen.
transfer-time-sek = Das Geld kommt am selben oder am nächsten Bankarbeitstag an, je nach Ihrer Bank.
transfer-seen = Wir sehen das Geld erst, wenn Ihre Bank es gesendet hat und es eingegangen ist.
transfer-seen-direct = { $merchant } sieht das Geld auf dem eigenen Konto und erfasst es dann hier. Das kann einige Bankarbeitstage dauern.
transfer-button = Ich habe überwiesen
transfer-button-text = Das ändert nur die Anzeige auf dieser Seite. Bezahlt ist, sobald das Geld eingegangen ist.
transfer-mail-title = Angaben per E‑Mail erhalten
transfer-mail-button = Angaben an mich senden
transfer-mail-sent = Die Angaben sind unterwegs an { $email }.

## Stand der Zahlung

status-moves-on = Sie werden gleich zu { $merchant } zurückgeleitet.
status-paid-title = Bezahlt
status-paid-text = Vielen Dank. Ihre Zahlung an { $merchant } ist abgeschlossen.
status-paid-elsewhere-title = Bereits bezahlt
status-paid-elsewhere-text = Diese Zahlung an { $merchant } ist bereits erfolgt. Sie müssen nichts weiter tun, und es wird nichts mehr abgebucht.
status-debit-signed-title = Mandat erteilt
status-debit-signed-text = Vielen Dank. Der Betrag von { $amount } wird am { $date } von Ihrem Konto abgebucht. Sie müssen nichts weiter tun; bitte sorgen Sie für ausreichende Deckung.
status-debit-signed-refund = Sie können den Betrag innerhalb von 8 Wochen ab der Belastung von Ihrer Bank zurückverlangen.
status-bacs-signed-title = Lastschrift eingerichtet
status-bacs-signed-mail = Eine Bestätigung mit der Direct Debit Guarantee ist per E‑Mail zu Ihnen unterwegs. Bitte bewahren Sie sie auf.
status-processing-title = Wir warten auf eine Antwort
status-processing-text = Ihre Zahlung wurde übermittelt. Wir wissen noch nicht, ob sie ausgeführt wurde.
status-processing-advice = Bitte bezahlen Sie nicht noch einmal. Sie können diese Seite schließen: Die Zahlung läuft auch ohne sie weiter.
status-bank-title = Wir warten auf Ihre Bank
status-bank-unknown = Ihre Bank hat uns nicht mitgeteilt, ob Sie die Zahlung von { $amount } an { $merchant } freigegeben haben. Wir wissen es noch nicht.
status-bank-advice = Wenn Sie die Zahlung nicht freigegeben haben, wird kein Geld abgebucht, und Sie können eine andere Bank oder Zahlungsart wählen. Wenn Sie sie freigegeben haben, warten Sie bitte.
status-bank-approved = Sie haben die Zahlung von { $amount } an { $merchant } freigegeben, und Ihre Bank führt sie aus. Die Bestätigung der Bank steht noch aus.
status-bank-looks = Diese Seite wird von selbst aktualisiert.
status-mandate-title = Mandat unterzeichnet, Ihre Bank prüft es
status-mandate-text = Vielen Dank. Sie haben das Mandat unterzeichnet, und Ihre Bank muss es noch annehmen. Sie antwortet spätestens am { $date }.
status-mandate-next = Danach wird der Betrag von { $amount } am { $date } von Ihrem Konto abgebucht. Sie müssen nichts weiter tun; bitte sorgen Sie für ausreichende Deckung.
status-signature-title = Wir warten auf Ihre Unterschrift
status-signature-text = Ihre Bank hat uns nicht mitgeteilt, ob Sie das Mandat unterzeichnet haben. Wir wissen es noch nicht.
status-signature-advice = Wenn Sie es nicht unterzeichnet haben, wird nichts abgebucht, und Sie können neu beginnen. Wenn Sie es unterzeichnet haben, warten Sie bitte.
status-transfer-title = Wir warten auf Ihre Überweisung
status-transfer-said = Sie haben am { $date } angegeben, dass Sie { $amount } an { $merchant } überwiesen haben. Der Betrag ist noch nicht eingegangen.
status-transfer-advice = Bitte überweisen Sie nicht noch einmal. Sie können diese Seite schließen; sie zeigt es an, sobald das Geld eingegangen ist. Falls Sie noch nicht überwiesen haben, gelten die Angaben unten weiterhin.
status-failed-title = Die Zahlung wurde nicht ausgeführt
status-failed-text = Es wurde kein Geld abgebucht.
status-returned-title = Die Zahlung wurde zurückgegeben
status-returned-open = Ihre Bank hat Ihre Zahlung an { $merchant } zurückgegeben. Der Betrag ist deshalb noch offen. Sie können ihn auf andere Weise bezahlen.
status-returned-contact = Ihre Bank hat Ihre Zahlung an { $merchant } zurückgegeben. Bitte wenden Sie sich an den Empfänger, um das weitere Vorgehen zu klären.
status-disputed-title = Zahlung beanstandet
status-disputed-text = Ihre Bank hat gemeldet, dass diese Zahlung nicht autorisiert war. Hier kann vorerst nichts bezahlt werden. Bitte wenden Sie sich an { $merchant }.
status-canceled-title = Nichts zu bezahlen
status-canceled-text = { $merchant } hat diese Zahlungsaufforderung zurückgezogen. Hier kann nichts mehr bezahlt werden.
status-expired-title = Dieser Link ist abgelaufen
status-expired-text = Die Frist für die Zahlung auf dieser Seite ist abgelaufen. Wenn Sie noch bezahlen möchten, bitten Sie { $merchant } um einen neuen Link.
status-contact-title = Hier kann nichts bezahlt werden
status-contact-text = Bitte wenden Sie sich wegen dieser Zahlung an { $merchant }.
status-refunded = Am { $date } wurde eine Erstattung über { $amount } veranlasst. Sie wird Ihrem Konto innerhalb von 5–10 Tagen gutgeschrieben.
status-refund-coming = Eine Erstattung über { $amount } ist unterwegs.
status-partly-title = Teilweise bezahlt
status-partly-text = Bei { $merchant } ist folgender Betrag eingegangen: { $received }. Noch zu zahlen: { $remaining }.
status-partly-transfer = Bitte überweisen Sie den Rest mit demselben Verwendungszweck. Die Angaben stehen unten.
status-unavailable-title = Diese Zahlungsart ist nicht verfügbar
status-unavailable-text = Sie kann im Moment nicht verwendet werden. Es wurde kein Geld abgebucht.
decline-declined = Die Bank hat die Zahlung abgelehnt. Den Grund nennt sie uns nicht; Ihre Bank kann ihn Ihnen sagen.
decline-insufficient-funds = Die Karte oder das Konto war nicht ausreichend gedeckt.
decline-expired-card = Die Karte ist abgelaufen.
decline-not-authenticated = Die Zahlung wurde bei Ihrer Bank nicht bestätigt.
decline-abandoned = Sie haben die Seite des Zahlungsdienstes verlassen, bevor Sie bezahlt haben.
decline-account-refused = Ihre Bank lässt Lastschriften von diesem Konto nicht zu.
decline-unavailable = Der Zahlungsdienst war nicht erreichbar.
decline-not-approved = Die Zahlung wurde bei Ihrer Bank nicht freigegeben.
decline-bank-unavailable = Ihre Bank war nicht erreichbar.
decline-not-signed = Das Mandat wurde bei Ihrer Bank nicht unterzeichnet.
decline-mandate-refused = Ihre Bank hat das Mandat für dieses Konto nicht angenommen.

## Fehler

error-no-money = In diesem Schritt wurde nichts bezahlt.
error-not-found-title = Wir können diese Zahlung nicht finden
error-not-found-text = Vielleicht ist der Link unvollständig. Bitte prüfen Sie ihn oder öffnen Sie den Link, den Sie erhalten haben, noch einmal.
error-stale-form-title = Bitte beginnen Sie von vorn
error-stale-form-text = Diese Seite war zu lange geöffnet oder wurde nicht von hier aus aufgerufen. Deshalb haben wir nichts veranlasst.
error-too-many-tries-title = Zu viele Versuche
error-too-many-tries-text = Bitte warten Sie einige Minuten und versuchen Sie es erneut.
error-too-many-accounts-title = Vorerst keine weiteren Kontonummern
error-too-many-accounts-text = Auf dieser Seite wurden zu viele Kontonummern ausprobiert; bis morgen nimmt sie keine mehr an. Sie können anders bezahlen oder denjenigen fragen, der Ihnen den Link geschickt hat.
error-too-many-mails-title = Vorerst keine weiteren E-Mails
error-too-many-mails-text = Diese Seite hat die Zahlungsdaten so oft per E-Mail verschickt, wie sie es innerhalb von 24 Stunden darf. Spätestens in 24 Stunden können Sie sie wieder anfordern; bis dahin stehen sie auf der Zahlungsseite.
error-busy-title = Der Dienst ist im Moment ausgelastet
error-busy-text = Bitte versuchen Sie es gleich noch einmal.
error-server-title = Bei uns ist etwas schiefgegangen
error-server-text = Das tut uns leid. Der Fehler wurde aufgezeichnet. Bitte versuchen Sie es in Kürze noch einmal.

## Die Sandbox

sandbox-name = Fiktiver Zahlungsdienst
sandbox-tag = Sandbox
sandbox-footer = Dies ist eine Übung. Hinter dieser Seite gibt es keine Karte, keine Bank und kein Geld.
sandbox-card-title = Was soll geschehen?
sandbox-card-text = { $merchant } fordert { $amount } an. Ein echter Zahlungsdienst würde hier nach den Kartendaten fragen.
sandbox-card-legend = Szenario
sandbox-card-button = Ausführen
sandbox-unknown-scenario = Dieses Szenario gibt es nicht. Bitte wählen Sie eines von diesen.
sandbox-closed = Diese Zahlung ist beendet: Sie wurde beantwortet, ist abgelaufen oder wurde zurückgezogen.
sandbox-auth-title = Ihre fiktive Bank fragt nach
sandbox-auth-text = Möchten Sie { $amount } an { $merchant } zahlen? Eine echte Bank würde Sie bitten, dies in ihrer App zu bestätigen.
sandbox-auth-legend = Ihre Antwort
sandbox-auth-approve = Zahlung freigeben
sandbox-auth-refuse = Zahlung ablehnen
sandbox-auth-button = Antworten
sandbox-bank-title = Geben Sie diese Zahlung frei?
sandbox-bank-text = Dies ist { $bank }, eine Bank, die es nicht gibt. Eine echte Bank würde Sie bitten, sich anzumelden und die Zahlung in ihrer App freizugeben.
sandbox-bank-answer = Ihre Antwort
sandbox-bank-more = Oder lassen Sie etwas anderes geschehen
sandbox-bank-button = Antworten
sandbox-bank-away-title = Sie haben nicht geantwortet
sandbox-bank-away-text = Es wurde nichts freigegeben. Die Anfrage verfällt nach 15 Minuten. Sie können diese Seite schließen.
sandbox-bank-back = Zurück zur Bezahlseite
sandbox-sign-title = Unterzeichnen Sie dieses Mandat?
sandbox-sign-text = Dies ist { $bank }, eine Bank, die es nicht gibt. Eine echte Bank würde Sie bitten, sich anzumelden und das Mandat in ihrer App zu unterzeichnen.
sandbox-sign-away-text = Es wurde nichts unterzeichnet. Die Anfrage verfällt nach 15 Minuten. Sie können diese Seite schließen.
sign-scenario-sign = Das Mandat wird unterzeichnet.
sign-scenario-refuse = Die Unterschrift wird verweigert.
sign-scenario-walk-away = Es kommt keine Antwort, und die Anfrage verfällt.
bank-scenario-succeed = Die Zahlung wird freigegeben und sofort ausgeführt.
bank-scenario-refuse = Die Freigabe wird verweigert.
bank-scenario-walk-away = Es kommt keine Antwort, und die Anfrage verfällt.
bank-scenario-insufficient-funds = Die Zahlung wird freigegeben, aber das Konto ist nicht ausreichend gedeckt.
bank-scenario-answer-late = Die Zahlung wird freigegeben, und die Bank meldet die Ausführung eine Stunde später.
bank-scenario-return-without-result = Die Zahlung wird freigegeben, und die Rückkehr erfolgt, bevor die Bank etwas meldet.
bank-scenario-answer-twice = Die Zahlung wird freigegeben, und die Bank meldet die Ausführung zweimal.
scenario-succeed = Die Zahlung gelingt.
scenario-decline = Die Bank lehnt ohne Begründung ab.
scenario-insufficient-funds = Die Karte ist nicht ausreichend gedeckt.
scenario-expired-card = Die Karte ist abgelaufen.
scenario-lost-card = Die Karte ist als verloren gemeldet.
scenario-fraud-suspected = Die Bank vermutet Betrug.
scenario-authenticate = Die Bank bittet um Freigabe der Zahlung.
scenario-authentication-refused = Die Freigabe wird auf Nachfrage der Bank verweigert.
scenario-abandon = Die Seite wird verlassen, ohne dass bezahlt wird.
scenario-answer-late = Die Zahlung gelingt, aber die Antwort lässt auf sich warten.
scenario-answer-twice = Die Zahlung gelingt, und die Antwort kommt zweimal.
scenario-contradict = Die Zahlung gelingt, und eine Minute später meldet der Zahlungsdienst sie als abgelehnt.
scenario-decline-then-succeed = Die Zahlung wird abgelehnt, gelingt aber eine Minute später doch noch.
mailbox-title = E-Mails der Sandbox
mailbox-text = E-Mails des Testmodus landen hier und werden nie versendet.
mailbox-empty = Es gibt noch keine E-Mails.
mailbox-back = Alle E-Mails
mail-from = Von
mail-to = An
mail-at = Datum
mail-html-part = HTML-Teil
mail-text-part = Textteil

## E-Mails

mail-link-subject = { $merchant }: { $amount } zu zahlen
mail-link-heading = { $amount } an { $merchant }
mail-link-text = { $merchant } bittet Sie um die Zahlung von { $amount }. Auf der Bezahlseite sehen Sie die Einzelheiten und wählen die Zahlungsart.
mail-link-button = Einzelheiten ansehen und bezahlen
mail-link-deadline = Zu zahlen bis
mail-link-unexpected = Kommt diese Nachricht für Sie unerwartet? Dann bezahlen Sie bitte nicht, sondern wenden Sie sich zuerst an { $merchant }.
mail-mandate-subject = SEPA-Lastschrift: { $amount } an { $merchant } am { $date }
mail-mandate-heading = Ihr SEPA-Lastschriftmandat
mail-mandate-text = Vielen Dank. Sie haben { $merchant } ein Mandat erteilt. Bitte bewahren Sie diese Nachricht auf.
mail-mandate-notice = Der Betrag von { $amount } wird am { $date } von Ihrem Konto abgebucht. Bitte sorgen Sie für ausreichende Deckung.
mail-mandate-wrong = Waren das nicht Sie, oder stimmt etwas nicht? Bitte wenden Sie sich umgehend an { $merchant }.
mail-bacs-subject = Lastschrift: { $amount } an { $merchant } am { $date }
mail-bacs-heading = Ihr Lastschriftauftrag (Direct Debit Instruction)
mail-bacs-text = Vielen Dank. Sie haben eine Lastschrift für { $merchant } eingerichtet. Bitte bewahren Sie diese Nachricht auf.
mail-autogiro-subject = Autogiro: { $amount } an { $merchant } am { $date }
mail-autogiro-heading = Ihr Autogiro-Mandat
mail-postponed-subject = { $merchant }: { $amount } werden erst am { $date } abgebucht
mail-postponed-heading = Ein späterer Tag für Ihre Zahlung
mail-postponed-text = Ihre Bank hat noch nicht mitgeteilt, ob sie das Mandat annimmt, das Sie { $merchant } erteilt haben. Deshalb wurde an dem Tag, den wir Ihnen genannt hatten, nichts von Ihrem Konto abgebucht.
mail-retried-text = Ihr Konto war für Ihre Zahlung an { $merchant } nicht ausreichend gedeckt. An dem Tag, den wir Ihnen genannt hatten, wurde nichts abgebucht; Ihre Bank versucht es noch einmal.
mail-refunded-subject = { $merchant }: { $amount } erstattet
mail-refunded-heading = { $amount } zurück von { $merchant }
mail-refunded-text = { $merchant } hat am { $date } eine Erstattung über { $amount } an Sie veranlasst.
mail-refunded-arrival = Der Betrag geht auf die Karte oder das Konto zurück, womit Sie bezahlt haben, und wird dort innerhalb von 5–10 Tagen gutgeschrieben. Sie müssen nichts tun.
mail-refunded-by = Von
mail-refunded-on = Erstattet am
mail-refunded-questions = Haben Sie Fragen zu dieser Erstattung? Bitte wenden Sie sich an { $merchant }.
mail-returned-subject = { $merchant }: Ihre Zahlung wurde zurückgegeben, { $amount } noch offen
mail-returned-heading = Ihre Zahlung wurde zurückgegeben
mail-returned-text = Ihre Bank hat Ihre Zahlung von { $returned } an { $merchant } zurückgegeben.
mail-returned-open = Noch zu zahlen: { $amount }. Auf der Bezahlseite können Sie auf andere Weise bezahlen.
mail-returned-paid = Haben Sie inzwischen bezahlt? Dann müssen Sie nichts weiter tun. Wenn etwas nicht stimmt, wenden Sie sich bitte an { $merchant }.
mail-transfer-subject = { $merchant }: Angaben für Ihre Überweisung von { $amount }
mail-transfer-heading = { $amount } an { $merchant } überweisen
mail-transfer-text = Sie haben diese Angaben auf der Bezahlseite von { $merchant } angefordert. Bitte überweisen Sie bei Ihrer Bank genau so, wie es hier steht.
mail-transfer-button = Bezahlseite öffnen
mail-part-subject = { $merchant }: { $arrived } eingegangen, { $remaining } noch offen
mail-part-heading = { $arrived } sind eingegangen
mail-part-text = Ihre Überweisung von { $arrived } ist am { $date } bei { $merchant } eingegangen. Vielen Dank.
mail-part-rest = Noch zu zahlen: { $remaining }. Bitte überweisen Sie den Rest mit demselben Verwendungszweck, oder wählen Sie auf der Bezahlseite eine andere Zahlungsart.
mail-account-subject = { $merchant }: Das Bankkonto für { $currency } ändert sich
mail-account-heading = Anderes Bankkonto für { $currency }
mail-account-text = Ab { $when } wird allen, die { $currency } an { $merchant } überweisen, ein anderes Konto angezeigt. Bis dahin bleibt alles, wie es ist.
mail-account-new = Neues Konto
mail-account-replaced = Bisheriges Konto
mail-account-by = Beantragt von
mail-account-requested = Beantragt am
mail-account-effective = Gilt ab
mail-account-wrong = Hat das niemand von Ihnen beantragt? Dann nehmen Sie die Änderung zurück, bevor sie gilt, und ersetzen Sie Ihre API-Schlüssel, denn jemand anderes könnte einen davon haben.
