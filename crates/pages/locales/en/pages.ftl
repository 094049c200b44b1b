# Texts of the hosted pages and mails, in British English.
# Amounts and dates arrive already formatted; placeholders are escaped where they are shown.

## Around every page

skip-to-content = Skip to the content
test-mode-label = Test mode
test-mode-text = No real money moves here.
labelled = { $label }: { $value }
header-secure = Secure payment
header-neutral = Payment
footer-languages = Language
footer-privacy = Privacy
title-problem = Problem:
problem-title = Something needs your attention
contact-title = Get in touch with { $merchant }
contact-email = E-mail
contact-phone = Phone
contact-website = Website

## What is paid

summary-label = What you are paying
purpose-rent = Rent
purpose-advance-rent = Rent in advance
purpose-deposit = Deposit
purpose-holding-fee = Holding fee
purpose-charge = Payment
receipt-title = Details
fact-amount = Amount
fact-to = To
fact-for = For
fact-reference = Reference
fact-bank-reference = Payment reference
fact-method = Method
fact-when = When
fact-paid-on = Paid on
fact-statement = On your statement
fact-collection-on = Collection date
fact-clears-on = Counts as paid after
fact-mandate-reference = Mandate reference
fact-received = Received
fact-remaining = Still to pay
fact-credit = Paid from your credit
amount-changed = The amount to pay has changed since you last saw this page. Please check it before you go on.

## Things to do

action-other-way = Choose another way to pay
action-other-bank = Choose another bank or way to pay
action-try-again = Try again
action-start-again = Start again
action-check-again = Check again
action-pay-again = Pay in another way
action-pay-rest = Pay the rest
action-continue = Continue

## Choosing a method

choose-title = How would you like to pay?
choose-legend = Ways to pay
choose-button = Continue
choose-reassurance = You can check everything before you pay.
choose-nothing-chosen = Choose a way to pay.
choose-unavailable = That way of paying is not available at the moment. Please choose another one.
method-card = Card
method-card-hint = Paid at once, on the card processor’s secure page.
method-pay-by-bank = Pay by bank
method-pay-by-bank-hint = Paid at once from your bank account. You approve it in your bank’s app or on its website.
method-customer-balance = Your credit
method-sepa-debit = SEPA Direct Debit
method-sepa-debit-hint = Collected from your bank account on { $date }. For 8 weeks after that, you can ask your bank for a refund.
method-bacs-debit = Bacs Direct Debit
method-bacs-debit-hint = Collected from your UK bank account on { $date }, under the Direct Debit Guarantee.
method-autogiro = Autogiro
method-autogiro-hint = Collected from your Swedish bank account on { $date }. You sign the mandate at your bank.
method-bank-transfer = Bank transfer
method-bank-transfer-hint = You make the transfer yourself, at your bank. We show you the account and the reference.
method-direct-transfer = Direct transfer
method-direct-transfer-hint = You make the transfer yourself, to { $merchant }’s own account. They record it when it has arrived.

## Card

card-title = Check and pay by card
card-text = Next you will be taken to the card processor’s secure page to enter your card details. We never see them.
card-when = At once
card-button = Pay { $amount } by card
leaving-title = Taking you to the card processor
leaving-text = You will enter your card details on the card processor’s secure page and come back here afterwards.
leaving-button = Continue to the card processor
leaving-back = Go back

## Pay by bank

bank-title = Check and choose your bank
bank-text = Next you will be taken to your bank, where you log in and approve this payment. We never see how you log in.
bank-when = At once
bank-legend = Your bank
bank-button = Go to your bank to pay { $amount }
bank-reassurance = Nothing is paid before you approve it at your bank.
bank-nothing-chosen = Choose your bank.
bank-unknown = That bank is not available at the moment. Please choose another one.
leaving-bank-title = Taking you to { $bank }
leaving-bank-text = You will log in and approve the payment there, and come back here afterwards.
leaving-bank-button = Continue to { $bank }
leaving-sign-text = You will log in and sign the mandate there, and come back here afterwards.

## Credit

credit-title = Check and pay from your credit
credit-text = Your credit with { $merchant } covers all of this payment.
credit-nothing-debited = Nothing is taken from your card or bank account.
credit-button = Pay { $amount } from your credit

## SEPA Direct Debit: details

debit-step-1 = Step 1 of 2
debit-step-2 = Step 2 of 2
debit-title = Your bank account
debit-text = The amount will be collected from this account on { $date }. Nothing is collected before you have seen and signed the mandate on the next page.
debit-button = Continue to the mandate
debit-reassurance = Your account number is stored encrypted and is used for this payment only.
debit-address-title = Your address
debit-address-text = Banks ask for it because your account is outside the European Economic Area.
field-name = Account holder’s name
field-name-hint = As it is registered with the bank.
field-email = E-mail
field-email-hint = We send the confirmation here.
field-iban = Account number (IBAN)
field-iban-hint = For example DE89 3704 0044 0532 0130 00. It must be an account that you can sign for alone.
field-line1 = Address
field-line2 = Address, second line (optional)
field-city = Town or city
field-postal-code = Postcode
field-country = Country
field-country-choose = Choose a country
missing-name = Enter the account holder’s name.
missing-email = Enter an e-mail address.
missing-iban = Enter the account number (IBAN).
missing-line1 = Enter your address.
missing-city = Enter your town or city.
missing-postal-code = Enter your postcode.
missing-country = Choose your country.
problem-too-long = “{ $field }” is too long for the banks.
problem-characters = “{ $field }” has characters that banks cannot pass on. Use letters, digits and simple punctuation.
problem-email = Enter an e-mail address such as name@example.com.
problem-iban = That is not a valid IBAN. Please check it against your bank statement.
problem-iban-outside-sepa = That account is in a country outside SEPA, so it cannot be used here.

## SEPA Direct Debit: the mandate

mandate-page-title = Check and sign the mandate
mandate-title = SEPA Direct Debit Mandate
mandate-notice = { $amount } will be collected from your account on { $date }. This is your advance notice of it; please make sure that the account has enough money.
notice-working-days = This is the first day on which the account can be debited, because you are told of it in advance. Working days of notice: { $days }.
notice-calendar-days = This is the first day on which the account can be debited, because you are told of it in advance. Calendar days of notice: { $days }.
mandate-explanation = By signing, you let the creditor named below collect this payment from your account, and you tell your bank to carry it out. You can ask your bank for a refund within 8 weeks.
mandate-creditor = Creditor
mandate-creditor-address = Creditor’s address
mandate-creditor-address-missing = Not set yet (test mode only)
mandate-creditor-identifier = Creditor identifier
mandate-kind = Type of payment
mandate-one-off = One-off payment
mandate-payer = Your details
mandate-payer-address = Address
mandate-account = Account
mandate-signed-on = Signed on
mandate-accept = I sign this mandate. { $merchant } may collect { $amount } from my account on { $date }, once.
mandate-button = Sign and pay
mandate-change = Change details
review-not-accepted = Tick the box to sign the mandate.
review-date-moved = The collection date has moved since you last saw this page. Please check the new date before you go on.
review-wording-changed = The wording of the mandate has changed since you last saw this page. Please read it and sign again.
refund-right = You can ask your bank for a refund within 8 weeks of the debit, under the terms of your agreement with the bank. If you did not authorise a debit, you have 13 months.

## Bacs Direct Debit

bacs-form-text = The amount will be collected from this account on { $date }. You see everything again on the next page, before you confirm.
bacs-form-button = Continue and check
field-sort-code = Sort code
field-sort-code-hint = Six digits, for example 12‑34‑56.
field-account-number = Account number
field-account-number-hint = Usually eight digits. You find both on your bank card, on your statement or in your bank’s app.
field-sole-signatory = I am the only person needed to authorise debits from this account.
field-sole-signatory-hint = If more than one person must authorise debits, this account cannot be used here. Please choose another way of paying, or ask { $merchant } for a paper form.
missing-sort-code = Enter the sort code.
missing-account-number = Enter the account number.
missing-sole-signatory = Tick the box if you alone can authorise debits. If not, please choose another way of paying, or ask { $merchant } for a paper form.
problem-sort-code = That is not a valid sort code. A sort code has six digits.
problem-account-number = That is not a valid account number for this sort code. Most have eight digits.
problem-account-at-sort-code = There is no such account number at this sort code. Please check both against your bank card or statement.
bacs-review-title = Check your Direct Debit
bacs-read-back = Your details
bacs-authority = To authorise debits
bacs-alone = Only I am needed
bacs-collector = Who collects
bacs-service-user = Name
bacs-phone = Phone
bacs-statement-name = Name on your statement
bacs-service-user-number = Service user number
bacs-reference = Reference of the instruction
bacs-confirmed-on = Confirmed on
bacs-instruction-title = Instruction to your bank
bacs-instruction-explanation = This is what you tell your bank: to pay Direct Debits to { $merchant } from this account, under the Direct Debit Guarantee.
bacs-guarantee-title = The Direct Debit Guarantee
bacs-guarantee-explanation = The Guarantee is worded in English. In short: you hear of changes beforehand; your bank gives your money back at once if a mistake is made; and you can cancel at any time by telling your bank.
bacs-accept = These details are correct. I give this instruction to my bank, and { $merchant } may collect { $amount } from my account on { $date }, once.
bacs-review-button = Confirm and pay
bacs-not-accepted = Tick the box to confirm the details and to give the instruction.

## Autogiro

autogiro-form-text = The amount will be collected from this account on { $date }. You see the mandate on the next page, and then sign it at your bank.
autogiro-reassurance = Your identity number and your account number are stored encrypted and are used for this payment only.
field-payer-id = Personal identity number or organisation number
field-payer-id-hint = The Swedish number of the account’s holder, for example 19900101‑0017 or 556016‑0680.
field-clearing-number = Clearing number
field-clearing-number-hint = The four digits before the account number; at Swedbank five, when the first is 8.
field-account-number-hint-sek = Without the clearing number. You find both in your bank’s app or on your statement.
missing-payer-id = Enter the personal identity number or organisation number.
missing-clearing-number = Enter the clearing number.
problem-payer-id = That is not a valid personal identity number or organisation number. Please check every digit.
problem-clearing-number = That is not the clearing number of a Swedish bank. It has four digits, at Swedbank sometimes five.
problem-account-at-clearing = There is no such account number at the bank with this clearing number. Please check both against your bank’s app or statement.
autogiro-review-title = Check the mandate
autogiro-mandate-title = Mandate for payment by Autogiro
autogiro-explanation = By signing, you let the payee named above collect payments from your account through Autogiro. You can withdraw the mandate at any time, by telling the payee or your bank.
autogiro-payee-address = Payee’s address
autogiro-organisation-number = Organisation number
autogiro-payer-number = Payer number
autogiro-next = Next you will be taken to your bank, where you log in and sign the mandate. Nothing is collected before you have signed.
autogiro-button = Continue to sign at your bank

## Transfers that the payer makes

transfer-title = Make the transfer
transfer-text = Make this transfer in your bank’s app or on its website, exactly as it stands here. We take nothing from your account.
transfer-text-direct = Make this transfer to { $merchant }’s own account, in your bank’s app or on its website, exactly as it stands here. We take nothing from your account.
transfer-sandbox = This is a rehearsal: nothing real is paid. Please do not send money to these details.
transfer-so-far = { $received } has arrived. Please transfer the remaining { $remaining }, with the same reference.
transfer-details-title = Details of the transfer
transfer-account-name = Account name
transfer-payee = Payee
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Reference
transfer-ocr = OCR number
transfer-message = Message to the payee
transfer-deadline = Should arrive by
transfer-copy = Tap or click a value to select all of it for copying.
transfer-qr-title = Or scan it with your banking app
transfer-qr-label = QR code for banking apps, with payee, account, amount and reference of this transfer
transfer-qr-text = This code is for banking apps that read payment codes (EPC QR code, or GiroCode). They fill in the transfer for you; please check it before you approve it. An ordinary camera cannot pay with it.
transfer-know = Good to know
transfer-why-reference = The reference tells us which payment your money is for. Without it somebody has to search by hand, and that takes longer.
transfer-why-ocr = The OCR number is the reference that tells us which payment your money is for. Without it somebody has to search by hand, and that takes longer.
transfer-why-message = The message is the reference that tells us which payment your money is for. Without it somebody has to search by hand, and that takes longer.
transfer-name-gbp = Enter the account name exactly as it stands here, because your bank compares it with the account (Confirmation of Payee).
transfer-name-eur = Enter the account name exactly as it stands here, because your bank compares it with the account (Verification of Payee).
transfer-name-sek = Your bank may show the payee’s name before you approve the payment. It should be the one that stands here.
transfer-works-gbp = Use an ordinary bank transfer in pounds from a UK account (Faster Payments). Cash, cheques and international transfers cannot be used here.
transfer-works-eur = Use a SEPA transfer in euro, ordinary or instant. Cash, cheques and transfers in other currencies cannot be used here.
transfer-works-bankgiro = Use a bankgiro payment in Swedish kronor. Cash, Swish and transfers from other countries cannot be used here.
transfer-works-sek = Use an account transfer in Swedish kronor from a bank in Sweden. Cash, Swish and transfers from other countries cannot be used here.
transfer-time-gbp = It usually arrives within minutes, and at the latest on the next working day.
transfer-time-eur = An instant transfer arrives within seconds, an ordinary one on the next working day.
transfer-time-bankgiro = It arrives on the same or on the next banking day, depending on when you pay.
transfer-time-sek = It arrives on the same or on the next banking day, depending on your bank.
transfer-seen = We see the money when your bank has sent it and it has arrived, not before.
transfer-seen-direct = { $merchant } sees the money in its own account and records it here. That can take a few working days.
transfer-button = I have made the transfer
transfer-button-text = This only changes what this page shows. The payment counts when the money has arrived.
transfer-mail-title = Get these details by e‑mail
transfer-mail-button = Send me the details
transfer-mail-sent = The details are on their way to { $email }.

## Where the payment stands

status-moves-on = You will be taken back to { $merchant } in a moment.
status-paid-title = Paid
status-paid-text = Thank you. Your payment to { $merchant } is complete.
status-paid-elsewhere-title = Already paid
status-paid-elsewhere-text = This has been paid to { $merchant } already. There is nothing left to do, and nothing more will be taken.
status-debit-signed-title = Mandate signed
status-debit-signed-text = Thank you. { $amount } will be collected from your account on { $date }. There is nothing left to do; please make sure that the account has enough money.
status-debit-signed-refund = You can ask your bank for a refund within 8 weeks of the debit.
status-bacs-signed-title = Direct Debit set up
status-bacs-signed-mail = A confirmation with the Direct Debit Guarantee is on its way to you by e‑mail. Please keep it.
status-processing-title = We are waiting for an answer
status-processing-text = Your payment has been sent, and we have not yet been told whether it went through.
status-processing-advice = Please do not pay again. You may close this page: the payment goes on without it.
status-bank-title = We are waiting for your bank
status-bank-unknown = Your bank has not told us whether you approved the payment of { $amount } to { $merchant }. We do not know yet.
status-bank-advice = If you did not approve it, no money is taken, and you can choose another bank or way to pay. If you did, please wait.
status-bank-approved = You approved the payment of { $amount } to { $merchant }, and your bank is carrying it out. It has not told us yet that it is done.
status-bank-looks = This page checks again by itself.
status-mandate-title = Mandate signed, and now with your bank
status-mandate-text = Thank you. You have signed the mandate, and your bank has to approve it. It answers by { $date } at the latest.
status-mandate-next = After that, { $amount } will be collected from your account on { $date }. There is nothing left to do; please make sure that the account has enough money.
status-signature-title = We are waiting for your signature
status-signature-text = Your bank has not told us whether you signed the mandate. We do not know yet.
status-signature-advice = If you did not sign it, nothing is collected, and you can start again. If you did, please wait.
status-transfer-title = Waiting for your transfer
status-transfer-said = You told us on { $date } that you made the transfer of { $amount } to { $merchant }. It has not arrived yet.
status-transfer-advice = Please do not make it twice. You may close this page; it shows when the money has arrived. If you have not made the transfer yet, the details below are still right.
status-failed-title = The payment did not go through
status-failed-text = No money has been taken.
status-returned-title = The payment was returned
status-returned-open = Your payment to { $merchant } was returned by your bank, so the amount is still to be paid. You can pay it in another way.
status-returned-contact = Your payment to { $merchant } was returned by your bank. Please get in touch with them about what happens next.
status-disputed-title = Payment in dispute
status-disputed-text = Your bank has reported that this payment was not authorised. Nothing can be paid here for now. Please get in touch with { $merchant }.
status-canceled-title = Nothing to pay
status-canceled-text = { $merchant } has withdrawn this payment. Nothing can be paid here any more.
status-expired-title = This link has expired
status-expired-text = The time for paying here is over. If you still want to pay, please ask { $merchant } for a new link.
status-contact-title = Nothing can be paid here
status-contact-text = Please get in touch with { $merchant } about this payment.
status-refunded = { $amount } was refunded on { $date }. It reaches your account within 5–10 days.
status-refund-coming = A refund of { $amount } is on its way.
status-partly-title = Partly paid
status-partly-text = { $merchant } has received { $received }. { $remaining } is still to be paid.
status-partly-transfer = Please transfer the rest with the same reference. The details are below.
status-unavailable-title = This way of paying is not available
status-unavailable-text = It cannot be used at the moment. No money has been taken.
decline-declined = The bank declined the payment. It does not tell us why; your bank can.
decline-insufficient-funds = There was not enough money on the card or account.
decline-expired-card = The card has expired.
decline-not-authenticated = The payment was not confirmed with your bank.
decline-abandoned = You left the card processor’s page before paying.
decline-account-refused = Your bank does not allow this account to be debited.
decline-unavailable = The card processor could not be reached.
decline-not-approved = The payment was not approved at your bank.
decline-bank-unavailable = Your bank could not be reached.
decline-not-signed = The mandate was not signed at your bank.
decline-mandate-refused = Your bank did not accept the mandate for this account.

## Errors

error-no-money = Nothing has been paid by this step.
error-not-found-title = We cannot find this payment
error-not-found-text = Perhaps the link is not complete. Please check it, or open it again from the message that it came in.
error-stale-form-title = Please start again
error-stale-form-text = This page had been open too long, or was not opened from here, so we did not act on it.
error-too-many-tries-title = Too many tries
error-too-many-tries-text = Please wait a few minutes and try again.
error-too-many-accounts-title = No more account numbers for now
error-too-many-accounts-text = Too many account numbers were tried on this page, so it takes no more until tomorrow. You can pay another way, or ask whoever sent you the link.
error-too-many-mails-title = No more e-mails for now
error-too-many-mails-text = This page has sent the payment details by e-mail as often as it may within 24 hours. You can ask for them again in 24 hours at the latest; until then they stand on the payment page.
error-busy-title = We are busy just now
error-busy-text = Please try again in a moment.
error-server-title = Something went wrong on our side
error-server-text = We are sorry. The fault has been recorded. Please try again in a little while.

## The sandbox

sandbox-name = Pretend Processor
sandbox-tag = Sandbox
sandbox-footer = This is a rehearsal. There is no card, no bank and no money behind this page.
sandbox-card-title = What should happen?
sandbox-card-text = { $merchant } asks for { $amount }. A real processor would ask for card details here.
sandbox-card-legend = Scenario
sandbox-card-button = Do it
sandbox-unknown-scenario = There is no such scenario. Choose one of these.
sandbox-closed = This payment is over: it has been answered, has expired or was withdrawn.
sandbox-auth-title = Your pretend bank asks
sandbox-auth-text = Do you want to pay { $amount } to { $merchant }? A real bank would ask you to confirm this in its app.
sandbox-auth-legend = Your answer
sandbox-auth-approve = Approve the payment
sandbox-auth-refuse = Refuse the payment
sandbox-auth-button = Answer
sandbox-bank-title = Do you approve this payment?
sandbox-bank-text = This is { $bank }, which does not exist. A real bank would ask you to log in and to confirm the payment in its app.
sandbox-bank-answer = Your answer
sandbox-bank-more = Or let something else happen
sandbox-bank-button = Answer
sandbox-bank-away-title = You walked away
sandbox-bank-away-text = Nothing was approved. The request lapses after 15 minutes, and you may close this page.
sandbox-bank-back = Back to the payment page
sandbox-sign-title = Do you sign this mandate?
sandbox-sign-text = This is { $bank }, which does not exist. A real bank would ask you to log in and to sign the mandate in its app.
sandbox-sign-away-text = Nothing was signed. The request lapses after 15 minutes, and you may close this page.
sign-scenario-sign = The payer signs the mandate.
sign-scenario-refuse = The payer refuses to sign.
sign-scenario-walk-away = The payer never answers, and the request lapses.
bank-scenario-succeed = The payer approves, and the payment is settled at once.
bank-scenario-refuse = The payer refuses the payment.
bank-scenario-walk-away = The payer never answers, and the request lapses.
bank-scenario-insufficient-funds = The payer approves, but there is not enough money in the account.
bank-scenario-answer-late = The payer approves, and the bank says an hour later that it is settled.
bank-scenario-return-without-result = The payer approves and is back before the bank says anything.
bank-scenario-answer-twice = The payer approves, and the bank says twice that it is settled.
scenario-succeed = The payment succeeds.
scenario-decline = The bank declines without a reason.
scenario-insufficient-funds = There is not enough money on the card.
scenario-expired-card = The card has expired.
scenario-lost-card = The card has been reported lost.
scenario-fraud-suspected = The bank suspects fraud.
scenario-authenticate = The bank asks the payer to approve the payment.
scenario-authentication-refused = The payer refuses when the bank asks.
scenario-abandon = The payer leaves this page without paying.
scenario-answer-late = The payment succeeds, but the answer takes a while.
scenario-answer-twice = The payment succeeds, and the answer is sent twice.
scenario-contradict = The payment succeeds, and a minute later the processor calls it declined.
scenario-decline-then-succeed = The payment is declined, and a minute later it succeeds after all.
mailbox-title = Sandbox mail
mailbox-text = Mails of test mode end up here and are never sent.
mailbox-empty = There are no mails yet.
mailbox-back = All mails
mail-from = From
mail-to = To
mail-at = Written
mail-html-part = HTML part
mail-text-part = Text part

## Mails

mail-link-subject = { $merchant }: { $amount } to pay
mail-link-heading = { $amount } to { $merchant }
mail-link-text = { $merchant } asks you to pay { $amount }. You can see the details and choose how to pay on the payment page.
mail-link-button = See details and pay
mail-link-deadline = Pay by
mail-link-unexpected = Were you not expecting this? Then do not pay, and get in touch with { $merchant } first.
mail-mandate-subject = SEPA Direct Debit: { $amount } to { $merchant } on { $date }
mail-mandate-heading = Your SEPA Direct Debit mandate
mail-mandate-text = Thank you. You have signed a mandate for { $merchant }. Please keep this message.
mail-mandate-notice = { $amount } will be collected from your account on { $date }. Please make sure that the account has enough money.
mail-mandate-wrong = Was this not you, or is something wrong? Please get in touch with { $merchant } at once.
mail-bacs-subject = Direct Debit: { $amount } to { $merchant } on { $date }
mail-bacs-heading = Your Direct Debit Instruction
mail-bacs-text = Thank you. You have set up a Direct Debit to { $merchant }. Please keep this message.
mail-autogiro-subject = Autogiro: { $amount } to { $merchant } on { $date }
mail-autogiro-heading = Your Autogiro mandate
mail-postponed-subject = { $merchant }: { $amount } is debited on { $date } instead
mail-postponed-heading = A later day for your payment
mail-postponed-text = Your bank has not yet said whether it accepts the mandate that you signed for { $merchant }. Your account was therefore not debited on the day that you were told.
mail-retried-text = There was not enough money in your account for your payment to { $merchant }. Nothing was debited on the day that you were told; your bank tries once more.
mail-refunded-subject = { $merchant }: { $amount } refunded
mail-refunded-heading = { $amount } back from { $merchant }
mail-refunded-text = { $merchant } sent you a refund of { $amount } on { $date }.
mail-refunded-arrival = It goes to the card or account that you paid with, and reaches it within 5–10 days. There is nothing you need to do.
mail-refunded-by = From
mail-refunded-on = Refunded on
mail-refunded-questions = Do you have questions about this refund? Please get in touch with { $merchant }.
mail-returned-subject = { $merchant }: your payment came back, { $amount } to pay
mail-returned-heading = Your payment came back
mail-returned-text = Your bank did not let your payment of { $returned } to { $merchant } go through.
mail-returned-open = { $amount } is still to be paid. You can pay it in another way on the payment page.
mail-returned-paid = Have you paid it since? Then there is nothing left to do. If something is wrong, please get in touch with { $merchant }.
mail-transfer-subject = { $merchant }: details for your transfer of { $amount }
mail-transfer-heading = Transfer { $amount } to { $merchant }
mail-transfer-text = You asked for these details on the payment page of { $merchant }. Make the transfer at your bank, exactly as it stands here.
mail-transfer-button = Open the payment page
mail-part-subject = { $merchant }: { $arrived } received, { $remaining } still to pay
mail-part-heading = { $arrived } has arrived
mail-part-text = { $merchant } received your transfer of { $arrived } on { $date }. Thank you.
mail-part-rest = { $remaining } is still to be paid. Please transfer it with the same reference, or choose another way to pay on the payment page.
mail-account-subject = { $merchant }: the bank account for { $currency } is about to change
mail-account-heading = Another bank account for { $currency }
mail-account-text = From { $when } on, whoever transfers { $currency } to { $merchant } is shown another account. Until then everything stays as it is.
mail-account-new = New account
mail-account-replaced = Present account
mail-account-by = Requested by
mail-account-requested = Requested on
mail-account-effective = Takes effect on
mail-account-wrong = Did none of you ask for this? Then withdraw the change before it takes effect and replace your API keys, because somebody else may have one.
