# Textos de las páginas de pago y los correos en español. Se trata al pagador de usted.
# Los importes y las fechas llegan con formato; los valores se escapan donde se muestran.

## En todas las páginas

skip-to-content = Ir al contenido
test-mode-label = Modo de prueba
test-mode-text = Aquí no se mueve dinero real.
labelled = { $label }: { $value }
header-secure = Pago seguro
header-neutral = Pago
footer-languages = Idioma
footer-privacy = Privacidad
title-problem = Error:
problem-title = Revise lo siguiente
contact-title = Contacte con { $merchant }
contact-email = Correo electrónico
contact-phone = Teléfono
contact-website = Sitio web

## Qué se paga

summary-label = Lo que va a pagar
purpose-rent = Alquiler
purpose-advance-rent = Alquiler por adelantado
purpose-deposit = Fianza
purpose-holding-fee = Gastos de reserva
purpose-charge = Pago
receipt-title = Detalles
fact-amount = Importe
fact-to = Beneficiario
fact-for = Pago de
fact-reference = Referencia
fact-bank-reference = Referencia del pago
fact-method = Forma de pago
fact-when = Cuándo
fact-paid-on = Pagado el
fact-statement = En su extracto
fact-collection-on = Fecha del cargo
fact-clears-on = Se considera pagado tras
fact-mandate-reference = Referencia de la orden de domiciliación
fact-received = Recibido
fact-remaining = Pendiente de pago
fact-credit = Pagado con su saldo a favor
amount-changed = El importe a pagar ha cambiado desde la última vez que vio esta página. Revíselo antes de continuar.

## Qué se puede hacer

action-other-way = Elegir otra forma de pago
action-other-bank = Elegir otro banco u otra forma de pago
action-try-again = Volver a intentarlo
action-start-again = Empezar de nuevo
action-check-again = Comprobar de nuevo
action-pay-again = Pagar de otra forma
action-pay-rest = Pagar el resto
action-continue = Continuar

## Elección de la forma de pago

choose-title = ¿Cómo desea pagar?
choose-legend = Formas de pago
choose-button = Continuar
choose-reassurance = Podrá revisarlo todo antes de pagar.
choose-nothing-chosen = Elija una forma de pago.
choose-unavailable = Esa forma de pago no está disponible en este momento. Elija otra.
method-card = Tarjeta
method-card-hint = Pago inmediato en la página segura del proveedor de pagos.
method-pay-by-bank = Pago desde su banco
method-pay-by-bank-hint = Pago inmediato desde su cuenta bancaria. Lo autoriza en la aplicación o en el sitio web de su banco.
method-customer-balance = Su saldo a favor
method-sepa-debit = Adeudo directo SEPA
method-sepa-debit-hint = Se cargará en su cuenta bancaria el { $date }. Puede pedir la devolución a su banco durante 8 semanas.
method-bacs-debit = Domiciliación Bacs (Direct Debit)
method-bacs-debit-hint = Se cargará en su cuenta bancaria británica el { $date }, con la protección de la Direct Debit Guarantee.
method-autogiro = Autogiro (adeudo sueco)
method-autogiro-hint = Se cargará en su cuenta bancaria sueca el { $date }. Firma la orden en su banco.
method-bank-transfer = Transferencia bancaria
method-bank-transfer-hint = Usted mismo hace la transferencia en su banco. Le mostramos la cuenta y el concepto.
method-direct-transfer = Transferencia directa
method-direct-transfer-hint = Usted mismo hace la transferencia a la cuenta de { $merchant }, que la registra cuando llega.

## Tarjeta

card-title = Revisar y pagar con tarjeta
card-text = A continuación irá a la página segura del proveedor de pagos para introducir los datos de su tarjeta. Nosotros nunca los vemos.
card-when = Inmediatamente
card-button = Pagar { $amount } con tarjeta
leaving-title = Le llevamos al proveedor de pagos
leaving-text = Introducirá los datos de su tarjeta en la página segura del proveedor de pagos y después volverá aquí.
leaving-button = Continuar al proveedor de pagos
leaving-back = Volver

## Pago desde el banco

bank-title = Revisar y elegir su banco
bank-text = A continuación irá a su banco, donde iniciará sesión y autorizará este pago. Nosotros nunca vemos sus claves de acceso.
bank-when = Inmediatamente
bank-legend = Su banco
bank-button = Ir a su banco y pagar { $amount }
bank-reassurance = No se paga nada hasta que lo autorice en su banco.
bank-nothing-chosen = Elija su banco.
bank-unknown = Ese banco no está disponible en este momento. Elija otro.
leaving-bank-title = Le llevamos a { $bank }
leaving-bank-text = Allí iniciará sesión y autorizará el pago, y después volverá aquí.
leaving-bank-button = Continuar a { $bank }
leaving-sign-text = Allí iniciará sesión y firmará la orden, y después volverá aquí.

## Saldo a favor

credit-title = Revisar y pagar con su saldo a favor
credit-text = Su saldo a favor en { $merchant } cubre todo este pago.
credit-nothing-debited = No se carga nada en su tarjeta ni en su cuenta bancaria.
credit-button = Pagar { $amount } con su saldo a favor

## Adeudo directo SEPA: datos

debit-step-1 = Paso 1 de 2
debit-step-2 = Paso 2 de 2
debit-title = Su cuenta bancaria
debit-text = El importe se cargará en esta cuenta el { $date }. No se cargará nada hasta que haya visto y firmado la orden de domiciliación en la página siguiente.
debit-button = Continuar a la orden
debit-reassurance = Su número de cuenta se guarda cifrado y se usa solo para este pago.
debit-address-title = Su dirección
debit-address-text = Los bancos la piden porque su cuenta está fuera del Espacio Económico Europeo.
field-name = Nombre del titular de la cuenta
field-name-hint = Tal como figura en el banco.
field-email = Correo electrónico
field-email-hint = Aquí le enviaremos la confirmación.
field-iban = Número de cuenta (IBAN)
field-iban-hint = Por ejemplo, DE89 3704 0044 0532 0130 00. Debe ser una cuenta de la que pueda disponer con su sola firma.
field-line1 = Dirección
field-line2 = Dirección, segunda línea (opcional)
field-city = Población
field-postal-code = Código postal
field-country = País
field-country-choose = Elija un país
missing-name = Introduzca el nombre del titular de la cuenta.
missing-email = Introduzca una dirección de correo electrónico.
missing-iban = Introduzca el número de cuenta (IBAN).
missing-line1 = Introduzca su dirección.
missing-city = Introduzca su población.
missing-postal-code = Introduzca su código postal.
missing-country = Elija su país.
problem-too-long = «{ $field }» es demasiado largo para los bancos.
problem-characters = «{ $field }» contiene caracteres que los bancos no pueden transmitir. Use letras, números y signos de puntuación sencillos.
problem-email = Introduzca una dirección de correo electrónico como nombre@example.com.
problem-iban = Ese IBAN no es válido. Compárelo con el de su extracto bancario.
problem-iban-outside-sepa = Esa cuenta está en un país fuera de la zona SEPA, por lo que no se puede usar aquí.

## Adeudo directo SEPA: la orden de domiciliación

mandate-page-title = Revisar y firmar la orden de domiciliación
mandate-title = Orden de domiciliación de adeudo directo SEPA
mandate-notice = El { $date } se cargará en su cuenta un importe de { $amount }. Este es el aviso previo del cargo; asegúrese de que haya saldo suficiente.
notice-working-days = Este es el primer día posible para el cargo, porque se le avisa con antelación. Plazo en días hábiles: { $days }.
notice-calendar-days = Este es el primer día posible para el cargo, porque se le avisa con antelación. Plazo en días naturales: { $days }.
mandate-explanation = A continuación figura el texto de la orden en inglés. En resumen: con su firma autoriza al acreedor indicado más abajo a cobrar este pago de su cuenta y ordena a su banco que lo atienda. Puede pedir la devolución a su banco en las 8 semanas siguientes al cargo, según las condiciones de su contrato con él.
mandate-creditor = Acreedor
mandate-creditor-address = Dirección del acreedor
mandate-creditor-address-missing = Aún sin indicar (solo en modo de prueba)
mandate-creditor-identifier = Identificador del acreedor
mandate-kind = Tipo de pago
mandate-one-off = Pago único
mandate-payer = Sus datos
mandate-payer-address = Dirección
mandate-account = Cuenta
mandate-signed-on = Fecha de la firma
mandate-accept = Firmo esta orden. { $merchant } puede cargar { $amount } en mi cuenta el { $date }, una sola vez.
mandate-button = Firmar y pagar
mandate-change = Cambiar los datos
review-not-accepted = Marque la casilla para firmar la orden.
review-date-moved = La fecha del cargo ha cambiado desde la última vez que vio esta página. Revise la nueva fecha antes de continuar.
review-wording-changed = El texto de la orden ha cambiado desde la última vez que vio esta página. Léalo y firme de nuevo.
refund-right = Puede pedir la devolución a su banco en las 8 semanas siguientes a la fecha del cargo, según las condiciones de su contrato con el banco. Si no autorizó un cargo, el plazo es de 13 meses.

## Domiciliación Bacs

bacs-form-text = El importe se cargará en esta cuenta el { $date }. En la página siguiente verá todo de nuevo antes de confirmar.
bacs-form-button = Continuar y revisar
field-sort-code = Sort code (código de la entidad)
field-sort-code-hint = Seis cifras, por ejemplo 12‑34‑56.
field-account-number = Número de cuenta
field-account-number-hint = Suele tener ocho cifras. Encontrará ambos en su tarjeta bancaria, en su extracto o en la aplicación de su banco.
field-sole-signatory = Soy la única persona que debe autorizar los cargos en esta cuenta.
field-sole-signatory-hint = Si los cargos los debe autorizar más de una persona, esta cuenta no se puede usar aquí. Elija otra forma de pago o pida a { $merchant } un formulario en papel.
missing-sort-code = Introduzca el sort code.
missing-account-number = Introduzca el número de cuenta.
missing-sole-signatory = Marque la casilla si basta con su autorización para los cargos. Si no, elija otra forma de pago o pida a { $merchant } un formulario en papel.
problem-sort-code = Ese sort code no es válido. Tiene seis cifras.
problem-account-number = Ese número de cuenta no es válido para este sort code. La mayoría tiene ocho cifras.
problem-account-at-sort-code = Con este sort code no existe ese número de cuenta. Compruebe ambos en su tarjeta bancaria o en su extracto.
bacs-review-title = Revise su domiciliación
bacs-read-back = Sus datos
bacs-authority = Autorización de los cargos
bacs-alone = Basta con mi autorización
bacs-collector = Quién realiza el cargo
bacs-service-user = Nombre
bacs-phone = Teléfono
bacs-statement-name = Nombre en su extracto
bacs-service-user-number = Service user number
bacs-reference = Referencia de la orden
bacs-confirmed-on = Fecha de confirmación
bacs-instruction-title = Orden a su banco
bacs-instruction-explanation = Esto es lo que ordena a su banco: pagar los cargos de { $merchant } en esta cuenta, con la protección de la Direct Debit Guarantee. El texto está en inglés.
bacs-guarantee-title = La Direct Debit Guarantee
bacs-guarantee-explanation = La garantía está redactada en inglés. En resumen: se le avisa de los cambios con antelación; si hay un error, su banco le devuelve el dinero de inmediato; y puede anularla en cualquier momento avisando a su banco.
bacs-accept = Estos datos son correctos. Doy esta orden a mi banco y { $merchant } puede cargar { $amount } en mi cuenta el { $date }, una sola vez.
bacs-review-button = Confirmar y pagar
bacs-not-accepted = Marque la casilla para confirmar los datos y dar la orden.

## Autogiro

autogiro-form-text = El importe se cargará en esta cuenta el { $date }. En la página siguiente verá la orden y después la firmará en su banco.
autogiro-reassurance = Su número de identidad y su número de cuenta se guardan cifrados y se usan solo para este pago.
field-payer-id = Número de identidad personal o de organización
field-payer-id-hint = El número sueco del titular de la cuenta, por ejemplo 19900101‑0017 o 556016‑0680.
field-clearing-number = Número de clearing
field-clearing-number-hint = Las cuatro cifras que preceden al número de cuenta; en Swedbank son cinco si la primera es 8.
field-account-number-hint-sek = Sin el número de clearing. Encontrará ambos en la aplicación de su banco o en su extracto.
missing-payer-id = Introduzca el número de identidad personal o de organización.
missing-clearing-number = Introduzca el número de clearing.
problem-payer-id = Ese número de identidad personal o de organización no es válido. Compruebe cada cifra.
problem-clearing-number = Ese no es el número de clearing de un banco sueco. Tiene cuatro cifras, en Swedbank a veces cinco.
problem-account-at-clearing = En el banco con este número de clearing no existe ese número de cuenta. Compruebe ambos en la aplicación de su banco o en su extracto.
autogiro-review-title = Revise la orden
autogiro-mandate-title = Orden de pago por Autogiro
autogiro-explanation = A continuación figura el texto de la orden en inglés. En resumen: con su firma autoriza al beneficiario indicado arriba a cobrar pagos de su cuenta por Autogiro. Puede revocar la orden en cualquier momento ante el beneficiario o ante su banco.
autogiro-payee-address = Dirección del beneficiario
autogiro-organisation-number = Número de organización
autogiro-payer-number = Número de pagador
autogiro-next = A continuación irá a su banco, donde iniciará sesión y firmará la orden. No se cobra nada antes de su firma.
autogiro-button = Continuar y firmar en su banco

## Transferencias

transfer-title = Haga la transferencia
transfer-text = Haga esta transferencia en la aplicación o en el sitio web de su banco, exactamente como figura aquí. Nosotros no cargamos nada en su cuenta.
transfer-text-direct = Haga esta transferencia a la cuenta de { $merchant }, en la aplicación o en el sitio web de su banco, exactamente como figura aquí. Nosotros no cargamos nada en su cuenta.
transfer-sandbox = Esto es un ensayo: no se paga nada de verdad. No envíe dinero a estos datos.
transfer-so-far = Hemos recibido { $received }. Transfiera los { $remaining } restantes con la misma referencia.
transfer-details-title = Datos de la transferencia
transfer-account-name = Titular de la cuenta
transfer-payee = Beneficiario
transfer-iban = IBAN
transfer-bic = BIC (SWIFT)
transfer-bankgiro = Bankgiro
transfer-reference = Concepto (referencia)
transfer-ocr = Número OCR
transfer-message = Mensaje al beneficiario
transfer-deadline = Debe llegar a más tardar el
transfer-copy = Toque un dato o haga clic en él para seleccionarlo entero y copiarlo.
transfer-qr-title = O escanéelo con la aplicación de su banco
transfer-qr-label = Código QR para aplicaciones bancarias, con el beneficiario, la cuenta, el importe y la referencia de esta transferencia
transfer-qr-text = Este código es para aplicaciones bancarias que leen códigos de pago (código QR EPC, o GiroCode). Rellenan la transferencia por usted; compruébela antes de autorizarla. Con una cámara normal no se puede pagar.
transfer-know = Conviene saber
transfer-why-reference = La referencia nos dice a qué pago corresponde su dinero. Sin ella hay que buscarlo a mano, y eso tarda más.
transfer-why-ocr = El número OCR es la referencia que nos dice a qué pago corresponde su dinero. Sin él hay que buscarlo a mano, y eso tarda más.
transfer-why-message = El mensaje es la referencia que nos dice a qué pago corresponde su dinero. Sin él hay que buscarlo a mano, y eso tarda más.
transfer-name-gbp = Indique el titular exactamente como figura aquí, porque su banco lo compara con la cuenta (Confirmation of Payee).
transfer-name-eur = Indique el titular exactamente como figura aquí, porque su banco lo compara con la cuenta (verificación del beneficiario).
transfer-name-sek = Puede que su banco muestre el nombre del beneficiario antes de que autorice el pago. Debe ser el que figura aquí.
transfer-works-gbp = Use una transferencia ordinaria en libras desde una cuenta británica (Faster Payments). Aquí no se admiten efectivo, cheques ni transferencias internacionales.
transfer-works-eur = Use una transferencia SEPA en euros, ordinaria o inmediata. Aquí no se admiten efectivo, cheques ni transferencias en otras monedas.
transfer-works-bankgiro = Use un pago por bankgiro en coronas suecas. Aquí no se admiten efectivo, Swish ni transferencias desde el extranjero.
transfer-works-sek = Use una transferencia en coronas suecas desde un banco de Suecia. Aquí no se admiten efectivo, Swish ni transferencias desde el extranjero.
transfer-time-gbp = El dinero suele llegar en unos minutos y, a más tardar, el siguiente día hábil.
transfer-time-eur = Una transferencia inmediata llega en segundos; una ordinaria, el siguiente día hábil.
transfer-time-bankgiro = El dinero llega el mismo día hábil o el siguiente, según cuándo pague.
transfer-time-sek = El dinero llega el mismo día hábil o el siguiente, según su banco.
transfer-seen = Vemos el dinero cuando su banco lo ha enviado y ha llegado, no antes.
transfer-seen-direct = { $merchant } ve el dinero en su propia cuenta y lo registra aquí. Puede tardar unos días hábiles.
transfer-button = He hecho la transferencia
transfer-button-text = Esto solo cambia lo que muestra esta página. El pago cuenta cuando ha llegado el dinero.
transfer-mail-title = Reciba estos datos por correo electrónico
transfer-mail-button = Enviarme los datos
transfer-mail-sent = Los datos van de camino a { $email }.

## En qué estado está el pago

status-moves-on = En un momento volverá a { $merchant }.
status-paid-title = Pagado
status-paid-text = Gracias. Su pago a { $merchant } se ha completado.
status-paid-elsewhere-title = Ya está pagado
status-paid-elsewhere-text = Este pago a { $merchant } ya se ha realizado. No tiene que hacer nada más y no se le cobrará nada más.
status-debit-signed-title = Orden firmada
status-debit-signed-text = Gracias. El { $date } se cargará en su cuenta un importe de { $amount }. No tiene que hacer nada más; asegúrese de que haya saldo suficiente.
status-debit-signed-refund = Puede pedir la devolución a su banco en las 8 semanas siguientes al cargo.
status-bacs-signed-title = Domiciliación configurada
status-bacs-signed-mail = Le enviamos por correo electrónico una confirmación con la Direct Debit Guarantee. Consérvela.
status-processing-title = Esperamos una respuesta
status-processing-text = Su pago se ha enviado, pero aún no nos han comunicado si se ha realizado.
status-processing-advice = No pague otra vez. Puede cerrar esta página: el pago sigue su curso sin ella.
status-bank-title = Esperamos a su banco
status-bank-unknown = Su banco no nos ha comunicado si usted autorizó el pago de { $amount } a { $merchant }. Todavía no lo sabemos.
status-bank-advice = Si no lo autorizó, no se cobrará nada y puede elegir otro banco u otra forma de pago. Si lo autorizó, espere un momento.
status-bank-approved = Ha autorizado el pago de { $amount } a { $merchant } y su banco lo está tramitando. Todavía no nos ha confirmado que se haya realizado.
status-bank-looks = Esta página se actualiza sola.
status-mandate-title = Orden firmada, pendiente de su banco
status-mandate-text = Gracias. Ha firmado la orden y ahora su banco debe aceptarla. Responderá el { $date } a más tardar.
status-mandate-next = Después, el { $date } se cargará en su cuenta un importe de { $amount }. No tiene que hacer nada más; asegúrese de que haya saldo suficiente.
status-signature-title = Esperamos su firma
status-signature-text = Su banco no nos ha comunicado si usted firmó la orden. Todavía no lo sabemos.
status-signature-advice = Si no la firmó, no se cobrará nada y puede empezar de nuevo. Si la firmó, espere un momento.
status-transfer-title = Esperamos su transferencia
status-transfer-said = El { $date } nos indicó que había hecho la transferencia de { $amount } a { $merchant }. Todavía no ha llegado.
status-transfer-advice = No la haga dos veces. Puede cerrar esta página: indicará cuándo ha llegado el dinero. Si todavía no ha hecho la transferencia, los datos que figuran abajo siguen siendo válidos.
status-failed-title = El pago no se ha realizado
status-failed-text = No se ha cobrado nada.
status-returned-title = El pago ha sido devuelto
status-returned-open = Su banco ha devuelto su pago a { $merchant }, por lo que el importe sigue pendiente. Puede pagarlo de otra forma.
status-returned-contact = Su banco ha devuelto su pago a { $merchant }. Póngase en contacto con el beneficiario para acordar los siguientes pasos.
status-disputed-title = Pago en disputa
status-disputed-text = Su banco ha comunicado que este pago no estaba autorizado. Por ahora no se puede pagar nada aquí. Póngase en contacto con { $merchant }.
status-canceled-title = Nada que pagar
status-canceled-text = { $merchant } ha retirado esta solicitud de pago. Ya no se puede pagar nada aquí.
status-expired-title = Este enlace ha caducado
status-expired-text = El plazo para pagar aquí ha terminado. Si todavía desea pagar, pida un nuevo enlace a { $merchant }.
status-contact-title = Aquí no se puede pagar nada
status-contact-text = Póngase en contacto con { $merchant } en relación con este pago.
status-refunded = El { $date } se emitió un reembolso de { $amount }. Llegará a su cuenta en un plazo de 5 a 10 días.
status-refund-coming = Un reembolso de { $amount } está en camino.
status-partly-title = Pagado en parte
status-partly-text = { $merchant } ha recibido { $received }. Importe pendiente de pago: { $remaining }.
status-partly-transfer = Transfiera el resto con la misma referencia. Los datos figuran abajo.
status-unavailable-title = Esta forma de pago no está disponible
status-unavailable-text = No se puede usar en este momento. No se ha cobrado nada.
decline-declined = El banco ha rechazado el pago. No nos dice por qué; su banco puede informarle.
decline-insufficient-funds = No había saldo suficiente en la tarjeta o en la cuenta.
decline-expired-card = La tarjeta ha caducado.
decline-not-authenticated = El pago no se confirmó con su banco.
decline-abandoned = Salió de la página del proveedor de pagos antes de pagar.
decline-account-refused = Su banco no permite adeudos en esta cuenta.
decline-unavailable = No se ha podido conectar con el proveedor de pagos.
decline-not-approved = El pago no se autorizó en su banco.
decline-bank-unavailable = No se ha podido conectar con su banco.
decline-not-signed = La orden no se firmó en su banco.
decline-mandate-refused = Su banco no aceptó la orden para esta cuenta.

## Errores

error-no-money = No se ha pagado nada en este paso.
error-not-found-title = No encontramos este pago
error-not-found-text = Quizá el enlace esté incompleto. Revíselo o abra de nuevo el que recibió.
error-stale-form-title = Empiece de nuevo
error-stale-form-text = Esta página llevaba demasiado tiempo abierta o no se abrió desde aquí, así que no hemos hecho nada.
error-too-many-tries-title = Demasiados intentos
error-too-many-tries-text = Espere unos minutos y vuelva a intentarlo.
error-too-many-accounts-title = Por ahora, no más números de cuenta
error-too-many-accounts-text = Se han probado demasiados números de cuenta en esta página, por lo que no admite más hasta mañana. Puede pagar de otra manera o preguntar a quien le envió el enlace.
error-too-many-mails-title = Por ahora, no más correos
error-too-many-mails-text = Esta página ha enviado los datos de pago por correo electrónico tantas veces como puede hacerlo en 24 horas. Podrá volver a pedirlos en 24 horas como máximo; hasta entonces figuran en la página de pago.
error-busy-title = Hay mucha actividad en este momento
error-busy-text = Vuelva a intentarlo en un momento.
error-server-title = Se ha producido un error por nuestra parte
error-server-text = Lo sentimos. El error ha quedado registrado. Vuelva a intentarlo dentro de un rato.

## El entorno de pruebas

sandbox-name = Proveedor ficticio
sandbox-tag = Entorno de pruebas
sandbox-footer = Esto es un ensayo. Detrás de esta página no hay tarjeta, ni banco, ni dinero.
sandbox-card-title = ¿Qué debe ocurrir?
sandbox-card-text = { $merchant } solicita { $amount }. Un proveedor real pediría aquí los datos de la tarjeta.
sandbox-card-legend = Situación
sandbox-card-button = Ejecutar
sandbox-unknown-scenario = Esa situación no existe. Elija una de estas.
sandbox-closed = Este pago ha terminado: ya tiene respuesta, ha caducado o se ha retirado.
sandbox-auth-title = Su banco ficticio pregunta
sandbox-auth-text = ¿Desea pagar { $amount } a { $merchant }? Un banco real le pediría que lo confirmara en su aplicación.
sandbox-auth-legend = Su respuesta
sandbox-auth-approve = Autorizar el pago
sandbox-auth-refuse = Rechazar el pago
sandbox-auth-button = Responder
sandbox-bank-title = ¿Autoriza este pago?
sandbox-bank-text = Está en { $bank }, un banco que no existe. Un banco real le pediría que iniciara sesión y confirmara el pago en su aplicación.
sandbox-bank-answer = Su respuesta
sandbox-bank-more = O haga que ocurra otra cosa
sandbox-bank-button = Responder
sandbox-bank-away-title = No ha respondido
sandbox-bank-away-text = No se ha autorizado nada. La solicitud caduca a los 15 minutos y puede cerrar esta página.
sandbox-bank-back = Volver a la página de pago
sandbox-sign-title = ¿Firma esta orden?
sandbox-sign-text = Está en { $bank }, un banco que no existe. Un banco real le pediría que iniciara sesión y firmara la orden en su aplicación.
sandbox-sign-away-text = No se ha firmado nada. La solicitud caduca a los 15 minutos y puede cerrar esta página.
sign-scenario-sign = El pagador firma la orden.
sign-scenario-refuse = El pagador se niega a firmar.
sign-scenario-walk-away = El pagador no responde y la solicitud caduca.
bank-scenario-succeed = El pagador autoriza el pago, que se realiza inmediatamente.
bank-scenario-refuse = El pagador rechaza el pago.
bank-scenario-walk-away = El pagador no responde y la solicitud caduca.
bank-scenario-insufficient-funds = El pagador autoriza el pago, pero no hay saldo suficiente en la cuenta.
bank-scenario-answer-late = El pagador autoriza el pago y el banco comunica una hora después que se ha realizado.
bank-scenario-return-without-result = El pagador autoriza el pago y vuelve antes de que el banco comunique nada.
bank-scenario-answer-twice = El pagador autoriza el pago y el banco comunica dos veces que se ha realizado.
scenario-succeed = El pago se realiza.
scenario-decline = El banco rechaza el pago sin dar un motivo.
scenario-insufficient-funds = No hay saldo suficiente en la tarjeta.
scenario-expired-card = La tarjeta ha caducado.
scenario-lost-card = La tarjeta consta como perdida.
scenario-fraud-suspected = El banco sospecha un fraude.
scenario-authenticate = El banco pide al pagador que autorice el pago.
scenario-authentication-refused = El pagador se niega cuando el banco se lo pide.
scenario-abandon = El pagador sale de esta página sin pagar.
scenario-answer-late = El pago se realiza, pero la respuesta tarda.
scenario-answer-twice = El pago se realiza y la respuesta se envía dos veces.
scenario-contradict = El pago se realiza y, un minuto después, el proveedor lo da por rechazado.
scenario-decline-then-succeed = El pago se rechaza, pero un minuto después se realiza de todos modos.
mailbox-title = Correo del entorno de pruebas
mailbox-text = Los correos del modo de prueba llegan aquí y nunca se envían.
mailbox-empty = Todavía no hay correos.
mailbox-back = Todos los correos
mail-from = De
mail-to = Para
mail-at = Fecha
mail-html-part = Parte HTML
mail-text-part = Parte de texto

## Correos

mail-link-subject = { $merchant }: { $amount } por pagar
mail-link-heading = { $amount } a { $merchant }
mail-link-text = { $merchant } le pide que pague { $amount }. En la página de pago puede ver los detalles y elegir cómo pagar.
mail-link-button = Ver los detalles y pagar
mail-link-deadline = Fecha límite de pago
mail-link-unexpected = ¿No esperaba este mensaje? Entonces no pague y póngase antes en contacto con { $merchant }.
mail-mandate-subject = Adeudo directo SEPA: { $amount } a { $merchant } el { $date }
mail-mandate-heading = Su orden de domiciliación SEPA
mail-mandate-text = Gracias. Ha firmado una orden de domiciliación a favor de { $merchant }. Conserve este mensaje.
mail-mandate-notice = El { $date } se cargará en su cuenta un importe de { $amount }. Asegúrese de que haya saldo suficiente.
mail-mandate-wrong = ¿No ha sido usted o hay algo incorrecto? Póngase en contacto con { $merchant } cuanto antes.
mail-bacs-subject = Domiciliación: { $amount } a { $merchant } el { $date }
mail-bacs-heading = Su orden de domiciliación (Direct Debit Instruction)
mail-bacs-text = Gracias. Ha configurado una domiciliación a favor de { $merchant }. Conserve este mensaje.
mail-autogiro-subject = Autogiro: { $amount } a { $merchant } el { $date }
mail-autogiro-heading = Su orden de Autogiro
mail-postponed-subject = { $merchant }: el cargo de { $amount } pasa al { $date }
mail-postponed-heading = Una fecha posterior para su pago
mail-postponed-text = Su banco aún no ha comunicado si acepta la orden que firmó para { $merchant }. Por eso no se realizó el cargo en su cuenta en la fecha que se le había indicado.
mail-retried-text = No había dinero suficiente en su cuenta para su pago a { $merchant }. No se realizó ningún cargo en la fecha que se le había indicado; su banco lo intentará de nuevo.
mail-refunded-subject = { $merchant }: reembolso de { $amount }
mail-refunded-heading = { $merchant } le devuelve { $amount }
mail-refunded-text = { $merchant } le envió un reembolso de { $amount } el { $date }.
mail-refunded-arrival = Se abona en la tarjeta o la cuenta con la que pagó y llega en un plazo de 5 a 10 días. No tiene que hacer nada.
mail-refunded-by = De
mail-refunded-on = Reembolsado el
mail-refunded-questions = ¿Tiene preguntas sobre este reembolso? Póngase en contacto con { $merchant }.
mail-returned-subject = { $merchant }: su pago ha sido devuelto, { $amount } por pagar
mail-returned-heading = Su pago ha sido devuelto
mail-returned-text = Su banco ha devuelto su pago de { $returned } a { $merchant }.
mail-returned-open = Importe pendiente de pago: { $amount }. Puede pagarlo de otra forma en la página de pago.
mail-returned-paid = ¿Ha pagado desde entonces? Entonces no tiene que hacer nada más. Si hay algo incorrecto, póngase en contacto con { $merchant }.
mail-transfer-subject = { $merchant }: datos para su transferencia de { $amount }
mail-transfer-heading = Transferencia de { $amount } a { $merchant }
mail-transfer-text = Pidió estos datos en la página de pago de { $merchant }. Haga la transferencia en su banco, exactamente como figura aquí.
mail-transfer-button = Abrir la página de pago
mail-part-subject = { $merchant }: { $arrived } recibidos, { $remaining } pendientes de pago
mail-part-heading = Hemos recibido { $arrived }
mail-part-text = { $merchant } recibió su transferencia de { $arrived } el { $date }. Gracias.
mail-part-rest = Importe pendiente de pago: { $remaining }. Transfiéralo con la misma referencia o elija otra forma de pago en la página de pago.
mail-account-subject = { $merchant }: la cuenta bancaria para { $currency } va a cambiar
mail-account-heading = Otra cuenta bancaria para { $currency }
mail-account-text = A partir del { $when }, a quien transfiera { $currency } a { $merchant } se le mostrará otra cuenta. Hasta entonces todo sigue igual.
mail-account-new = Cuenta nueva
mail-account-replaced = Cuenta actual
mail-account-by = Solicitado por
mail-account-requested = Solicitado el
mail-account-effective = Surte efecto el
mail-account-wrong = ¿No lo ha solicitado nadie de ustedes? Entonces anule el cambio antes de que surta efecto y sustituya sus claves de API, porque otra persona podría tener una.
