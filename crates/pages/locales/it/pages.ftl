# Testi delle pagine di pagamento e delle e-mail in italiano. Al pagatore si dà del Lei.
# Importi e date arrivano già formattati; i valori sono resi innocui dove vengono mostrati.
# Davanti alle date niente articolo: «il 8 dicembre» sarebbe sbagliato.

## In ogni pagina

skip-to-content = Vai al contenuto
test-mode-label = Modalità di prova
test-mode-text = Qui non si muove denaro reale.
labelled = { $label }: { $value }
header-secure = Pagamento sicuro
header-neutral = Pagamento
footer-languages = Lingua
footer-privacy = Privacy
title-problem = Errore:
problem-title = Verifichi quanto segue
contact-title = Contatti di { $merchant }
contact-email = E-mail
contact-phone = Telefono
contact-website = Sito web

## Che cosa si paga

summary-label = Che cosa sta pagando
purpose-rent = Affitto
purpose-advance-rent = Affitto anticipato
purpose-deposit = Deposito cauzionale
purpose-holding-fee = Spese di prenotazione
purpose-charge = Pagamento
receipt-title = Dettagli
fact-amount = Importo
fact-to = Beneficiario
fact-for = Pagamento per
fact-reference = Riferimento
fact-bank-reference = Riferimento del pagamento
fact-method = Metodo di pagamento
fact-when = Quando
fact-paid-on = Data di pagamento
fact-statement = Sul Suo estratto conto
fact-collection-on = Data di addebito
fact-clears-on = Considerato pagato dopo
fact-mandate-reference = Riferimento del mandato
fact-received = Ricevuto
fact-remaining = Ancora da pagare
fact-credit = Pagato con il Suo credito
amount-changed = L’importo da pagare è cambiato dall’ultima volta che ha visto questa pagina. Lo controlli prima di proseguire.

## Che cosa si può fare

action-other-way = Cambia metodo di pagamento
action-other-bank = Cambia banca o metodo di pagamento
action-try-again = Riprova
action-start-again = Ricomincia
action-check-again = Controlla di nuovo
action-pay-again = Paga in un altro modo
action-pay-rest = Paga il resto
action-continue = Continua

## Scelta del metodo di pagamento

choose-title = Come desidera pagare?
choose-legend = Metodi di pagamento
choose-button = Continua
choose-reassurance = Potrà controllare tutto prima di pagare.
choose-nothing-chosen = Scelga un metodo di pagamento.
choose-unavailable = Questo metodo di pagamento al momento non è disponibile. Ne scelga un altro.
method-card = Carta
method-card-hint = Pagamento immediato, sulla pagina sicura del gestore dei pagamenti.
method-pay-by-bank = Bonifico online
method-pay-by-bank-hint = Pagamento immediato dal Suo conto corrente. Lo autorizza nell’app o sul sito della Sua banca.
method-customer-balance = Il Suo credito
method-sepa-debit = Addebito diretto SEPA
method-sepa-debit-hint = Addebito sul Suo conto corrente in data { $date }. Può chiedere il rimborso alla Sua banca entro 8 settimane.
method-bacs-debit = Addebito Bacs (Direct Debit)
method-bacs-debit-hint = Addebito sul Suo conto britannico in data { $date }, con la tutela della Direct Debit Guarantee.
method-autogiro = Autogiro (addebito svedese)
method-autogiro-hint = Addebito sul Suo conto svedese in data { $date }. Firma il mandato presso la Sua banca.
method-bank-transfer = Bonifico bancario
method-bank-transfer-hint = Il bonifico lo effettua Lei, presso la Sua banca. Le indichiamo il conto e la causale.
method-direct-transfer = Bonifico diretto
method-direct-transfer-hint = Il bonifico lo effettua Lei, sul conto di { $merchant }, che lo registra quando arriva.

## Carta

card-title = Verifica e pagamento con carta
card-text = Nel prossimo passaggio inserirà i dati della carta sulla pagina sicura del gestore dei pagamenti. Noi non li vediamo mai.
card-when = Subito
card-button = Paga { $amount } con carta
leaving-title = Passaggio al gestore dei pagamenti
leaving-text = Inserirà i dati della carta sulla pagina sicura del gestore dei pagamenti e poi tornerà qui.
leaving-button = Vai al gestore dei pagamenti
leaving-back = Indietro

## Bonifico online

bank-title = Verifica e scelta della banca
bank-text = Nel prossimo passaggio accederà alla Sua banca e autorizzerà questo pagamento. Noi non vediamo mai le Sue credenziali.
bank-when = Subito
bank-legend = La Sua banca
bank-button = Vai alla banca e paga { $amount }
bank-reassurance = Nulla viene pagato prima che Lei lo autorizzi presso la Sua banca.
bank-nothing-chosen = Scelga la Sua banca.
bank-unknown = Questa banca al momento non è disponibile. Ne scelga un’altra.
leaving-bank-title = Passaggio a { $bank }
leaving-bank-text = Lì effettuerà l’accesso e autorizzerà il pagamento, poi tornerà qui.
leaving-bank-button = Vai a { $bank }
leaving-sign-text = Lì effettuerà l’accesso e firmerà il mandato, poi tornerà qui.

## Credito

credit-title = Verifica e pagamento con il Suo credito
credit-text = Il Suo credito presso { $merchant } copre l’intero pagamento.
credit-nothing-debited = Nulla viene addebitato sulla Sua carta o sul Suo conto.
credit-button = Paga { $amount } con il credito

## Addebito diretto SEPA: i dati

debit-step-1 = Passaggio 1 di 2
debit-step-2 = Passaggio 2 di 2
debit-title = Il Suo conto corrente
debit-text = L’importo sarà addebitato su questo conto in data { $date }. Nulla sarà addebitato prima che Lei abbia letto e firmato il mandato nella pagina seguente.
debit-button = Continua al mandato
debit-reassurance = Il Suo numero di conto è conservato in forma cifrata e usato solo per questo pagamento.
debit-address-title = Il Suo indirizzo
debit-address-text = Le banche lo richiedono perché il Suo conto è fuori dallo Spazio economico europeo.
field-name = Nome dell’intestatario del conto
field-name-hint = Come risulta alla banca.
field-email = E-mail
field-email-hint = Qui invieremo la conferma.
field-iban = Numero di conto (IBAN)
field-iban-hint = Per esempio DE89 3704 0044 0532 0130 00. Deve essere un conto per il quale basta la Sua firma.
field-line1 = Indirizzo
field-line2 = Indirizzo, seconda riga (facoltativo)
field-city = Città
field-postal-code = Codice postale
field-country = Paese
field-country-choose = Scelga un Paese
missing-name = Inserisca il nome dell’intestatario del conto.
missing-email = Inserisca un indirizzo e-mail.
missing-iban = Inserisca il numero di conto (IBAN).
missing-line1 = Inserisca il Suo indirizzo.
missing-city = Inserisca la Sua città.
missing-postal-code = Inserisca il Suo codice postale.
missing-country = Scelga il Suo Paese.
problem-too-long = Per le banche il testo in «{ $field }» è troppo lungo.
problem-characters = «{ $field }» contiene caratteri che le banche non possono trasmettere. Usi lettere, cifre e una punteggiatura semplice.
problem-email = Inserisca un indirizzo e-mail come nome@example.com.
problem-iban = Questo IBAN non è valido. Lo confronti con il Suo estratto conto.
problem-iban-outside-sepa = Questo conto si trova in un Paese fuori dall’area SEPA e non può essere usato qui.

## Addebito diretto SEPA: il mandato

mandate-page-title = Verifica e firma del mandato
mandate-title = Mandato per addebito diretto SEPA
mandate-notice = In data { $date } sarà addebitato sul Suo conto l’importo di { $amount }. Questo è il preavviso di addebito; si assicuri che il saldo sia sufficiente.
notice-working-days = Questo è il primo giorno possibile per l’addebito, perché Le viene annunciato in anticipo. Termine in giorni lavorativi: { $days }.
notice-calendar-days = Questo è il primo giorno possibile per l’addebito, perché Le viene annunciato in anticipo. Termine in giorni di calendario: { $days }.
mandate-explanation = Qui sotto trova il testo del mandato in inglese. In sintesi: con la firma autorizza il creditore indicato di seguito a incassare questo pagamento dal Suo conto e incarica la Sua banca di eseguire l’addebito. Può chiedere il rimborso alla Sua banca entro 8 settimane dalla data di addebito, alle condizioni previste dal contratto con la banca.
mandate-creditor = Creditore
mandate-creditor-address = Indirizzo del creditore
mandate-creditor-address-missing = Non ancora indicato (solo in modalità di prova)
mandate-creditor-identifier = Codice identificativo del creditore
mandate-kind = Tipo di pagamento
mandate-one-off = Pagamento singolo
mandate-payer = I Suoi dati
mandate-payer-address = Indirizzo
mandate-account = Conto
mandate-signed-on = Data della firma
mandate-accept = Firmo questo mandato. { $merchant } può addebitare { $amount } sul mio conto in data { $date }, una sola volta.
mandate-button = Firma e paga
mandate-change = Modifica i dati
review-not-accepted = Selezioni la casella per firmare il mandato.
review-date-moved = La data di addebito è cambiata dall’ultima volta che ha visto questa pagina. Controlli la nuova data prima di proseguire.
review-wording-changed = Il testo del mandato è cambiato dall’ultima volta che ha visto questa pagina. Lo legga e firmi di nuovo.
refund-right = Può chiedere il rimborso alla Sua banca entro 8 settimane dalla data di addebito, alle condizioni previste dal contratto con la banca. Per un addebito non autorizzato il termine è di 13 mesi.

## Addebito Bacs

bacs-form-text = L’importo sarà addebitato su questo conto in data { $date }. Nella pagina seguente rivedrà tutto prima di confermare.
bacs-form-button = Continua e verifica
field-sort-code = Sort code (codice della banca)
field-sort-code-hint = Sei cifre, ad esempio 12‑34‑56.
field-account-number = Numero di conto
field-account-number-hint = Di solito otto cifre. Trova entrambi sulla carta, sull’estratto conto o nell’app della Sua banca.
field-sole-signatory = Sono l’unica persona che deve autorizzare gli addebiti su questo conto.
field-sole-signatory-hint = Se gli addebiti devono essere autorizzati da più persone, questo conto non può essere usato qui. Scelga un altro metodo di pagamento o chieda a { $merchant } un modulo cartaceo.
missing-sort-code = Inserisca il sort code.
missing-account-number = Inserisca il numero di conto.
missing-sole-signatory = Selezioni la casella se per gli addebiti basta la Sua autorizzazione. Altrimenti scelga un altro metodo di pagamento o chieda a { $merchant } un modulo cartaceo.
problem-sort-code = Questo sort code non è valido. È composto da sei cifre.
problem-account-number = Questo numero di conto non è valido per questo sort code. Di solito ha otto cifre.
problem-account-at-sort-code = Con questo sort code non esiste un conto con questo numero. Confronti entrambi con la carta o con l’estratto conto.
bacs-review-title = Verifichi il Suo addebito
bacs-read-back = I Suoi dati
bacs-authority = Autorizzazione degli addebiti
bacs-alone = Basta la mia autorizzazione
bacs-collector = Chi addebita
bacs-service-user = Nome
bacs-phone = Telefono
bacs-statement-name = Nome sul Suo estratto conto
bacs-service-user-number = Service user number
bacs-reference = Riferimento dell’ordine
bacs-confirmed-on = Data della conferma
bacs-instruction-title = Ordine alla Sua banca
bacs-instruction-explanation = Con questo ordina alla Sua banca di pagare gli addebiti di { $merchant } da questo conto, con la tutela della Direct Debit Guarantee. Il testo è in inglese.
bacs-guarantee-title = La Direct Debit Guarantee
bacs-guarantee-explanation = La garanzia è redatta in inglese. In breve: i cambiamenti Le vengono comunicati in anticipo; in caso di errore la Sua banca La rimborsa subito; e può annullare in qualsiasi momento avvisando la Sua banca.
bacs-accept = Questi dati sono corretti. Do questo ordine alla mia banca e { $merchant } può addebitare { $amount } sul mio conto in data { $date }, una sola volta.
bacs-review-button = Conferma e paga
bacs-not-accepted = Selezioni la casella per confermare i dati e dare l’ordine.

## Autogiro

autogiro-form-text = L’importo sarà addebitato su questo conto in data { $date }. Nella pagina seguente vedrà il mandato, poi lo firmerà presso la Sua banca.
autogiro-reassurance = Il Suo numero di identità e il Suo numero di conto sono conservati in forma cifrata e usati solo per questo pagamento.
field-payer-id = Numero di identità personale o di organizzazione
field-payer-id-hint = Il numero svedese dell’intestatario del conto, per esempio 19900101‑0017 o 556016‑0680.
field-clearing-number = Numero di clearing
field-clearing-number-hint = Le quattro cifre prima del numero di conto; presso Swedbank sono cinque se la prima è 8.
field-account-number-hint-sek = Senza il numero di clearing. Trova entrambi nell’app della Sua banca o sull’estratto conto.
missing-payer-id = Inserisca il numero di identità personale o di organizzazione.
missing-clearing-number = Inserisca il numero di clearing.
problem-payer-id = Questo numero di identità personale o di organizzazione non è valido. Controlli ogni cifra.
problem-clearing-number = Questo non è il numero di clearing di una banca svedese. Ha quattro cifre, presso Swedbank a volte cinque.
problem-account-at-clearing = Presso la banca con questo numero di clearing non esiste un conto con questo numero. Confronti entrambi con l’app della Sua banca o con l’estratto conto.
autogiro-review-title = Verifichi il mandato
autogiro-mandate-title = Mandato di pagamento tramite Autogiro
autogiro-explanation = Qui sotto trova il testo del mandato in inglese. In sintesi: con la firma autorizza il beneficiario indicato sopra a incassare pagamenti dal Suo conto tramite Autogiro. Può revocare il mandato in qualsiasi momento presso il beneficiario o la Sua banca.
autogiro-payee-address = Indirizzo del beneficiario
autogiro-organisation-number = Numero di organizzazione
autogiro-payer-number = Numero del pagatore
autogiro-next = Nel prossimo passaggio accederà alla Sua banca e firmerà il mandato. Nulla viene addebitato prima della Sua firma.
autogiro-button = Continua e firma presso la banca

## Bonifici

transfer-title = Effettui il bonifico
transfer-text = Effettui questo bonifico nell’app o sul sito della Sua banca, esattamente come indicato qui. Noi non addebitiamo nulla sul Suo conto.
transfer-text-direct = Effettui questo bonifico sul conto di { $merchant }, nell’app o sul sito della Sua banca, esattamente come indicato qui. Noi non addebitiamo nulla sul Suo conto.
transfer-sandbox = Questa è una prova: nulla viene pagato davvero. Non invii denaro a queste coordinate.
transfer-so-far = Sono arrivati { $received }. Bonifichi i restanti { $remaining } con la stessa causale.
transfer-details-title = Coordinate del bonifico
transfer-account-name = Intestatario del conto
transfer-payee = Beneficiario
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Causale
transfer-ocr = Numero OCR
transfer-message = Messaggio al beneficiario
transfer-deadline = Deve arrivare entro
transfer-copy = Tocchi un dato o faccia clic per selezionarlo tutto e copiarlo.
transfer-qr-title = Oppure lo scansioni con l’app della Sua banca
transfer-qr-label = Codice QR per app bancarie, con beneficiario, conto, importo e causale di questo bonifico
transfer-qr-text = Questo codice è per le app bancarie che leggono i codici di pagamento (codice QR EPC, o GiroCode). Compilano il bonifico al posto Suo; lo verifichi prima di autorizzarlo. Con una normale fotocamera non si può pagare.
transfer-know = Buono a sapersi
transfer-why-reference = La causale ci dice a quale pagamento si riferisce il denaro. Senza, qualcuno deve cercarlo a mano e ci vuole più tempo.
transfer-why-ocr = Il numero OCR è la causale che ci dice a quale pagamento si riferisce il denaro. Senza, qualcuno deve cercarlo a mano e ci vuole più tempo.
transfer-why-message = Il messaggio è la causale che ci dice a quale pagamento si riferisce il denaro. Senza, qualcuno deve cercarlo a mano e ci vuole più tempo.
transfer-name-gbp = Inserisca l’intestatario esattamente come indicato qui, perché la Sua banca lo confronta con il conto (Confirmation of Payee).
transfer-name-eur = Inserisca l’intestatario esattamente come indicato qui, perché la Sua banca lo confronta con il conto (verifica del beneficiario).
transfer-name-sek = La Sua banca può mostrare il nome del beneficiario prima che autorizzi il pagamento. Deve essere quello indicato qui.
transfer-works-gbp = Usi un normale bonifico in sterline da un conto britannico (Faster Payments). Qui non sono ammessi contanti, assegni e bonifici internazionali.
transfer-works-eur = Usi un bonifico SEPA in euro, ordinario o istantaneo. Qui non sono ammessi contanti, assegni e bonifici in altre valute.
transfer-works-bankgiro = Usi un pagamento bankgiro in corone svedesi. Qui non sono ammessi contanti, Swish e bonifici dall’estero.
transfer-works-sek = Usi un bonifico in corone svedesi da una banca in Svezia. Qui non sono ammessi contanti, Swish e bonifici dall’estero.
transfer-time-gbp = Il denaro arriva di solito in pochi minuti, al più tardi il giorno lavorativo successivo.
transfer-time-eur = Un bonifico istantaneo arriva in pochi secondi, uno ordinario il giorno lavorativo successivo.
transfer-time-bankgiro = Il denaro arriva nello stesso giorno lavorativo o in quello successivo, a seconda di quando paga.
transfer-time-sek = Il denaro arriva nello stesso giorno lavorativo o in quello successivo, a seconda della Sua banca.
transfer-seen = Vediamo il denaro quando la Sua banca lo ha inviato ed è arrivato, non prima.
transfer-seen-direct = { $merchant } vede il denaro sul proprio conto e lo registra qui. Possono volerci alcuni giorni lavorativi.
transfer-button = Ho effettuato il bonifico
transfer-button-text = Questo cambia solo ciò che la pagina mostra. Il pagamento vale quando il denaro è arrivato.
transfer-mail-title = Riceva queste coordinate per e‑mail
transfer-mail-button = Inviami le coordinate
transfer-mail-sent = Le coordinate sono in arrivo a { $email }.

## A che punto è il pagamento

status-moves-on = Tra un attimo tornerà a { $merchant }.
status-paid-title = Pagato
status-paid-text = Grazie. Il Suo pagamento a { $merchant } è completato.
status-paid-elsewhere-title = Già pagato
status-paid-elsewhere-text = Questo pagamento a { $merchant } è già stato effettuato. Non deve fare altro e non sarà addebitato altro.
status-debit-signed-title = Mandato firmato
status-debit-signed-text = Grazie. In data { $date } sarà addebitato sul Suo conto l’importo di { $amount }. Non deve fare altro; si assicuri che il saldo sia sufficiente.
status-debit-signed-refund = Può chiedere il rimborso alla Sua banca entro 8 settimane dalla data di addebito.
status-bacs-signed-title = Addebito attivato
status-bacs-signed-mail = Le stiamo inviando per e‑mail una conferma con la Direct Debit Guarantee. La conservi.
status-processing-title = Siamo in attesa di una risposta
status-processing-text = Il Suo pagamento è stato inviato, ma non sappiamo ancora se è andato a buon fine.
status-processing-advice = Non paghi una seconda volta. Può chiudere questa pagina: il pagamento prosegue comunque.
status-bank-title = Siamo in attesa della Sua banca
status-bank-unknown = La Sua banca non ci ha comunicato se Lei ha autorizzato il pagamento di { $amount } a { $merchant }. Non lo sappiamo ancora.
status-bank-advice = Se non lo ha autorizzato, non sarà addebitato nulla e può scegliere un’altra banca o un altro metodo di pagamento. Se lo ha autorizzato, attenda.
status-bank-approved = Ha autorizzato il pagamento di { $amount } a { $merchant } e la Sua banca lo sta eseguendo. Non ci ha ancora confermato l’esecuzione.
status-bank-looks = Questa pagina si aggiorna da sola.
status-mandate-title = Mandato firmato, in attesa della Sua banca
status-mandate-text = Grazie. Ha firmato il mandato e ora la Sua banca deve accettarlo. Risponderà al più tardi in data { $date }.
status-mandate-next = In seguito, in data { $date } sarà addebitato sul Suo conto l’importo di { $amount }. Non deve fare altro; si assicuri che il saldo sia sufficiente.
status-signature-title = Siamo in attesa della Sua firma
status-signature-text = La Sua banca non ci ha comunicato se Lei ha firmato il mandato. Non lo sappiamo ancora.
status-signature-advice = Se non lo ha firmato, non sarà addebitato nulla e può ricominciare. Se lo ha firmato, attenda.
status-transfer-title = Siamo in attesa del Suo bonifico
status-transfer-said = In data { $date } ci ha comunicato di aver effettuato il bonifico di { $amount } a { $merchant }. Non è ancora arrivato.
status-transfer-advice = Non lo effettui due volte. Può chiudere questa pagina: mostrerà quando il denaro è arrivato. Se non ha ancora effettuato il bonifico, le coordinate qui sotto sono ancora valide.
status-failed-title = Il pagamento non è riuscito
status-failed-text = Non è stato addebitato nulla.
status-returned-title = Il pagamento è stato stornato
status-returned-open = La Sua banca ha stornato il pagamento a { $merchant }, quindi l’importo è ancora da pagare. Può pagarlo in un altro modo.
status-returned-contact = La Sua banca ha stornato il pagamento a { $merchant }. Contatti il beneficiario per sapere come procedere.
status-disputed-title = Pagamento contestato
status-disputed-text = La Sua banca ha comunicato che questo pagamento non era autorizzato. Per ora qui non si può pagare nulla. Contatti { $merchant }.
status-canceled-title = Nulla da pagare
status-canceled-text = { $merchant } ha ritirato questa richiesta di pagamento. Qui non si può più pagare nulla.
status-expired-title = Questo link è scaduto
status-expired-text = Il termine per pagare qui è trascorso. Se desidera ancora pagare, chieda un nuovo link a { $merchant }.
status-contact-title = Qui non si può pagare nulla
status-contact-text = Contatti { $merchant } in merito a questo pagamento.
status-refunded = In data { $date } è stato disposto un rimborso di { $amount }. Arriverà sul Suo conto entro 5–10 giorni.
status-refund-coming = Un rimborso di { $amount } è in arrivo.
status-partly-title = Pagato in parte
status-partly-text = { $merchant } ha ricevuto { $received }. Importo ancora da pagare: { $remaining }.
status-partly-transfer = Bonifichi il resto con la stessa causale. Le coordinate sono qui sotto.
status-unavailable-title = Questo metodo di pagamento non è disponibile
status-unavailable-text = Al momento non può essere usato. Non è stato addebitato nulla.
decline-declined = La banca ha rifiutato il pagamento. A noi non comunica il motivo; può chiederlo alla Sua banca.
decline-insufficient-funds = Il saldo della carta o del conto non era sufficiente.
decline-expired-card = La carta è scaduta.
decline-not-authenticated = Il pagamento non è stato confermato presso la Sua banca.
decline-abandoned = Ha lasciato la pagina del gestore dei pagamenti prima di pagare.
decline-account-refused = La Sua banca non consente addebiti su questo conto.
decline-unavailable = Non è stato possibile raggiungere il gestore dei pagamenti.
decline-not-approved = Il pagamento non è stato autorizzato presso la Sua banca.
decline-bank-unavailable = Non è stato possibile raggiungere la Sua banca.
decline-not-signed = Il mandato non è stato firmato presso la Sua banca.
decline-mandate-refused = La Sua banca non ha accettato il mandato per questo conto.

## Errori

error-no-money = In questo passaggio non è stato pagato nulla.
error-not-found-title = Non troviamo questo pagamento
error-not-found-text = Forse il link non è completo. Lo controlli o apra di nuovo quello che ha ricevuto.
error-stale-form-title = Deve ricominciare
error-stale-form-text = Questa pagina è rimasta aperta troppo a lungo o non è stata aperta da qui, perciò non abbiamo fatto nulla.
error-too-many-tries-title = Troppi tentativi
error-too-many-tries-text = Attenda qualche minuto e riprovi.
error-too-many-accounts-title = Per ora nessun altro numero di conto
error-too-many-accounts-text = Su questa pagina sono stati provati troppi numeri di conto, perciò non ne accetta altri fino a domani. Può pagare in un altro modo o chiedere a chi Le ha inviato il link.
error-too-many-mails-title = Per ora niente altre e-mail
error-too-many-mails-text = Questa pagina ha inviato i dati di pagamento via e-mail tutte le volte consentite in 24 ore. Potrà richiederli di nuovo al più tardi tra 24 ore; fino ad allora li trova sulla pagina di pagamento.
error-busy-title = In questo momento c’è molto traffico
error-busy-text = Riprovi tra un attimo.
error-server-title = Si è verificato un errore da parte nostra
error-server-text = Ci scusiamo. L’errore è stato registrato. Riprovi tra poco.

## L’ambiente di prova

sandbox-name = Gestore fittizio
sandbox-tag = Ambiente di prova
sandbox-footer = Questa è una prova. Dietro questa pagina non ci sono carte, banche né denaro.
sandbox-card-title = Che cosa deve succedere?
sandbox-card-text = { $merchant } chiede { $amount }. Un vero gestore dei pagamenti qui chiederebbe i dati della carta.
sandbox-card-legend = Scenario
sandbox-card-button = Esegui
sandbox-unknown-scenario = Questo scenario non esiste. Scelga uno di questi.
sandbox-closed = Questo pagamento è concluso: ha ricevuto risposta, è scaduto o è stato ritirato.
sandbox-auth-title = La Sua banca fittizia chiede
sandbox-auth-text = Desidera pagare { $amount } a { $merchant }? Una vera banca Le chiederebbe di confermarlo nella propria app.
sandbox-auth-legend = La Sua risposta
sandbox-auth-approve = Approva il pagamento
sandbox-auth-refuse = Rifiuta il pagamento
sandbox-auth-button = Rispondi
sandbox-bank-title = Autorizza questo pagamento?
sandbox-bank-text = Questa è { $bank }, una banca che non esiste. Una vera banca Le chiederebbe di effettuare l’accesso e di confermare il pagamento nella propria app.
sandbox-bank-answer = La Sua risposta
sandbox-bank-more = Oppure faccia succedere altro
sandbox-bank-button = Rispondi
sandbox-bank-away-title = Non ha risposto
sandbox-bank-away-text = Non è stato autorizzato nulla. La richiesta scade dopo 15 minuti e può chiudere questa pagina.
sandbox-bank-back = Torna alla pagina di pagamento
sandbox-sign-title = Firma questo mandato?
sandbox-sign-text = Questa è { $bank }, una banca che non esiste. Una vera banca Le chiederebbe di effettuare l’accesso e di firmare il mandato nella propria app.
sandbox-sign-away-text = Non è stato firmato nulla. La richiesta scade dopo 15 minuti e può chiudere questa pagina.
sign-scenario-sign = Il pagatore firma il mandato.
sign-scenario-refuse = Il pagatore rifiuta di firmare.
sign-scenario-walk-away = Il pagatore non risponde e la richiesta scade.
bank-scenario-succeed = Il pagatore autorizza il pagamento, che viene eseguito subito.
bank-scenario-refuse = Il pagatore rifiuta il pagamento.
bank-scenario-walk-away = Il pagatore non risponde e la richiesta scade.
bank-scenario-insufficient-funds = Il pagatore autorizza il pagamento, ma il saldo del conto non è sufficiente.
bank-scenario-answer-late = Il pagatore autorizza il pagamento e la banca ne comunica l’esecuzione un’ora dopo.
bank-scenario-return-without-result = Il pagatore autorizza il pagamento e torna prima che la banca comunichi qualcosa.
bank-scenario-answer-twice = Il pagatore autorizza il pagamento e la banca ne comunica l’esecuzione due volte.
scenario-succeed = Il pagamento riesce.
scenario-decline = La banca rifiuta senza indicare un motivo.
scenario-insufficient-funds = Il saldo della carta non è sufficiente.
scenario-expired-card = La carta è scaduta.
scenario-lost-card = La carta risulta smarrita.
scenario-fraud-suspected = La banca sospetta una frode.
scenario-authenticate = La banca chiede al pagatore di approvare il pagamento.
scenario-authentication-refused = Il pagatore rifiuta quando la banca glielo chiede.
scenario-abandon = Il pagatore lascia questa pagina senza pagare.
scenario-answer-late = Il pagamento riesce, ma la risposta tarda.
scenario-answer-twice = Il pagamento riesce e la risposta viene inviata due volte.
scenario-contradict = Il pagamento riesce e un minuto dopo il gestore lo dichiara rifiutato.
scenario-decline-then-succeed = Il pagamento viene rifiutato, ma un minuto dopo riesce comunque.
mailbox-title = E-mail dell’ambiente di prova
mailbox-text = Le e-mail della modalità di prova arrivano qui e non vengono mai inviate.
mailbox-empty = Non ci sono ancora e-mail.
mailbox-back = Tutte le e-mail
mail-from = Da
mail-to = A
mail-at = Data
mail-html-part = Parte HTML
mail-text-part = Parte di testo

## E-mail

mail-link-subject = { $merchant }: { $amount } da pagare
mail-link-heading = { $amount } a { $merchant }
mail-link-text = { $merchant } Le chiede di pagare { $amount }. Nella pagina di pagamento può vedere i dettagli e scegliere come pagare.
mail-link-button = Dettagli e pagamento
mail-link-deadline = Da pagare entro
mail-link-unexpected = Non si aspettava questo messaggio? Allora non paghi e contatti prima { $merchant }.
mail-mandate-subject = Addebito diretto SEPA: { $amount } a { $merchant } in data { $date }
mail-mandate-heading = Il Suo mandato per addebito diretto SEPA
mail-mandate-text = Grazie. Ha firmato un mandato a favore di { $merchant }. Conservi questo messaggio.
mail-mandate-notice = In data { $date } sarà addebitato sul Suo conto l’importo di { $amount }. Si assicuri che il saldo sia sufficiente.
mail-mandate-wrong = Non riconosce questa operazione o c’è qualcosa che non va? Contatti subito { $merchant }.
mail-bacs-subject = Addebito: { $amount } a { $merchant } in data { $date }
mail-bacs-heading = Il Suo ordine di addebito (Direct Debit Instruction)
mail-bacs-text = Grazie. Ha attivato un addebito a favore di { $merchant }. Conservi questo messaggio.
mail-autogiro-subject = Autogiro: { $amount } a { $merchant } in data { $date }
mail-autogiro-heading = Il Suo mandato Autogiro
mail-postponed-subject = { $merchant }: { $amount } addebitati solo in data { $date }
mail-postponed-heading = Una data successiva per il Suo pagamento
mail-postponed-text = La Sua banca non ha ancora comunicato se accetta il mandato che ha firmato per { $merchant }. Per questo il Suo conto non è stato addebitato nella data che Le era stata indicata.
mail-retried-text = Sul Suo conto non c’era denaro sufficiente per il Suo pagamento a { $merchant }. Nella data che Le era stata indicata non è stato addebitato nulla; la Sua banca proverà di nuovo.
mail-refunded-subject = { $merchant }: rimborso di { $amount }
mail-refunded-heading = Rimborso di { $amount } da { $merchant }
mail-refunded-text = { $merchant } Le ha inviato un rimborso di { $amount } in data { $date }.
mail-refunded-arrival = È destinato alla carta o al conto con cui ha pagato e arriva entro 5–10 giorni. Non deve fare nulla.
mail-refunded-by = Da
mail-refunded-on = Data del rimborso
mail-refunded-questions = Ha domande su questo rimborso? Contatti { $merchant }.
mail-returned-subject = { $merchant }: il Suo pagamento è stato stornato, { $amount } da pagare
mail-returned-heading = Il Suo pagamento è stato stornato
mail-returned-text = La Sua banca non ha dato corso al pagamento di { $returned } a { $merchant }.
mail-returned-open = Importo ancora da pagare: { $amount }. Può pagarlo in un altro modo nella pagina di pagamento.
mail-returned-paid = Nel frattempo ha già pagato? Allora non deve fare altro. Se qualcosa non va, contatti { $merchant }.
mail-transfer-subject = { $merchant }: coordinate per il Suo bonifico di { $amount }
mail-transfer-heading = Bonifico di { $amount } a { $merchant }
mail-transfer-text = Ha richiesto queste coordinate nella pagina di pagamento di { $merchant }. Effettui il bonifico presso la Sua banca, esattamente come indicato qui.
mail-transfer-button = Apri la pagina di pagamento
mail-part-subject = { $merchant }: ricevuti { $arrived }, ancora da pagare { $remaining }
mail-part-heading = Sono arrivati { $arrived }
mail-part-text = { $merchant } ha ricevuto il Suo bonifico di { $arrived } in data { $date }. Grazie.
mail-part-rest = Importo ancora da pagare: { $remaining }. Lo bonifichi con la stessa causale o scelga un altro metodo di pagamento nella pagina di pagamento.
mail-account-subject = { $merchant }: il conto bancario per { $currency } sta per cambiare
mail-account-heading = Un altro conto bancario per { $currency }
mail-account-text = In data { $when } il conto cambia: da quel momento a chi invia { $currency } a { $merchant } sarà mostrato un altro conto. Fino ad allora tutto resta com’è.
mail-account-new = Nuovo conto
mail-account-replaced = Conto attuale
mail-account-by = Richiesto da
mail-account-requested = Data della richiesta
mail-account-effective = Decorrenza
mail-account-wrong = Nessuno di voi lo ha richiesto? Allora annullate la modifica prima che abbia effetto e sostituite le vostre chiavi API, perché qualcun altro potrebbe averne una.
