<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fi" sourcelanguage="en">
    <context>
        <name>AbsenceForm</name>
        <message>
            <source>For example: l 13, or meeting until half past two</source>
            <translation>Esimerkiksi: l 13 tai kokous puoli kolmeen</translation>
        </message>
        <message>
            <source>Absence</source>
            <translation>Poissaolo</translation>
        </message>
        <message>
            <source>Rang and said so</source>
            <translation>Soitti ja kertoi</translation>
        </message>
        <message>
            <source>Name or extension; empty: the switchboard</source>
            <translation>Nimi tai alanumero; tyhjä: vaihde</translation>
        </message>
        <message>
            <source>Set   Enter</source>
            <translation>Aseta   Enter</translation>
        </message>
        <message>
            <source>Calls go &amp;to</source>
            <translation>Puhelut &amp;ohjataan</translation>
        </message>
        <message>
            <source>&amp;Why</source>
            <translation>&amp;Miksi</translation>
        </message>
        <message>
            <source>Cancel   Esc</source>
            <translation>Peruuta   Esc</translation>
        </message>
        <message>
            <source>Absence of {name}</source>
            <translation>Poissaolo: {name}</translation>
        </message>
        <message>
            <source>{name} is told who set it, and why.</source>
            <translation>{name} saa tietää, kuka asetti sen ja miksi.</translation>
        </message>
        <message>
            <source>Forward {unit}</source>
            <translation>Ohjaa {unit} toisaalle</translation>
        </message>
        <message>
            <source>Everybody of the unit who is in is told who set it, and why. It can be undone.</source>
            <translation>Kaikki yksikön paikalla olevat saavat tietää, kuka asetti sen ja miksi. Sen voi kumota.</translation>
        </message>
        <message>
            <source>Reason and return time.</source>
            <translation>Syy ja paluuaika.</translation>
        </message>
        <message>
            <source>Choose from the list who gets the calls.</source>
            <translation>Valitse luettelosta, kuka saa puhelut.</translation>
        </message>
        <message>
            <source>Another absence follows: really back {time}.</source>
            <translation>Sitä seuraa toinen poissaolo: todellinen paluu {time}.</translation>
        </message>
        <message>
            <source>Another absence follows, without an end.</source>
            <translation>Sitä seuraa toinen poissaolo, jolla ei ole päättymisaikaa.</translation>
        </message>
        <message>
            <source>Calls go to {name}.</source>
            <translation>Puhelut ohjataan: {name}.</translation>
        </message>
        <message>
            <source>Calls ring at their phone as usual.</source>
            <translation>Puhelut soivat puhelimessa kuten tavallisesti.</translation>
        </message>
        <message>
            <source>Calls go to their mobile.</source>
            <translation>Puhelut ohjataan matkapuhelimeen.</translation>
        </message>
        <message>
            <source>Calls go to the switchboard.</source>
            <translation>Puhelut ohjataan vaihteeseen.</translation>
        </message>
    </context>
    <context>
        <name>ActBar</name>
        <message>
            <source>More</source>
            <translation>Lisää</translation>
        </message>
        <message>
            <source>Key: {key}</source>
            <translation>Näppäin: {key}</translation>
        </message>
    </context>
    <context>
        <name>Acts</name>
        <message>
            <source>Sign in first.</source>
            <translation>Kirjaudu ensin sisään.</translation>
        </message>
        <message>
            <source>Choose somebody first.</source>
            <translation>Valitse ensin joku.</translation>
        </message>
        <message>
            <source>Your role does not allow it.</source>
            <translation>Roolisi ei salli sitä.</translation>
        </message>
        <message>
            <source>No contact with the presence server.</source>
            <translation>Ei yhteyttä läsnäolopalvelimeen.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot forward telephones.</source>
            <translation>Tämä puhelinvaihde ei voi ohjata puhelimia toisaalle.</translation>
        </message>
        <message>
            <source>Only somebody overdue is asked.</source>
            <translation>Vain myöhässä olevalta kysytään.</translation>
        </message>
        <message>
            <source>There is no absence to end.</source>
            <translation>Päätettävää poissaoloa ei ole.</translation>
        </message>
        <message>
            <source>Your account has no telephone.</source>
            <translation>Tililläsi ei ole puhelinta.</translation>
        </message>
        <message>
            <source>The telephone exchange cannot be reached.</source>
            <translation>Puhelinvaihteeseen ei saada yhteyttä.</translation>
        </message>
        <message>
            <source>That is your own telephone.</source>
            <translation>Se on oma puhelimesi.</translation>
        </message>
        <message>
            <source>There is no call to transfer.</source>
            <translation>Yhdistettävää puhelua ei ole.</translation>
        </message>
        <message>
            <source>Somebody is being asked: {connect} connects them, {back} is back with the caller.</source>
            <translation>Kysyt joltakulta: {connect} yhdistää, {back} palaa soittajan puheluun.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot ask first from the computer. Do it at the telephone.</source>
            <translation>Tämä puhelinvaihde ei voi kysyä ensin tietokoneelta. Tee se puhelimella.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot place calls from the computer.</source>
            <translation>Tämä puhelinvaihde ei voi soittaa tietokoneelta.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot transfer calls from the computer. Transfer at the telephone.</source>
            <translation>Tämä puhelinvaihde ei voi yhdistää puheluita tietokoneelta. Yhdistä puhelimella.</translation>
        </message>
        <message>
            <source>Transfer</source>
            <translation>Yhdistä</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Soita</translation>
        </message>
        <message>
            <source>Ask first</source>
            <translation>Kysy ensin</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>Yhdistä</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>Viesti</translation>
        </message>
        <message>
            <source>Are you back?</source>
            <translation>Oletko palannut?</translation>
        </message>
        <message>
            <source>Set absence</source>
            <translation>Aseta poissaolo</translation>
        </message>
        <message>
            <source>End absence</source>
            <translation>Päätä poissaolo</translation>
        </message>
        <message>
            <source>Forward unit</source>
            <translation>Ohjaa yksikkö toisaalle</translation>
        </message>
        <message>
            <source>Nobody is called instead.</source>
            <translation>Kenellekään ei soiteta sen sijaan.</translation>
        </message>
        <message>
            <source>Call {name} (deputy) instead</source>
            <translation>Soita sijaiselle {name}</translation>
        </message>
        <message>
            <source>Transfer to {name} (deputy) instead</source>
            <translation>Yhdistä sijaiselle {name}</translation>
        </message>
        <message>
            <source>Call all the same</source>
            <translation>Soita silti</translation>
        </message>
        <message>
            <source>Transfer all the same</source>
            <translation>Yhdistä silti</translation>
        </message>
    </context>
    <context>
        <name>AddresseeField</name>
        <message>
            <source>Unit: {name}</source>
            <translation>Yksikkö: {name}</translation>
        </message>
        <message>
            <source>Duty: {name}</source>
            <translation>Tehtävä: {name}</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>Vaihde</translation>
        </message>
    </context>
    <context>
        <name>DayQuestions</name>
        <message>
            <source>Time for lunch?</source>
            <translation>Lounasaika?</translation>
        </message>
        <message>
            <source>Done for the day?</source>
            <translation>Valmista tältä päivältä?</translation>
        </message>
        <message>
            <source>Callers then hear when you are back and reach the switchboard.</source>
            <translation>Soittajat kuulevat, milloin palaat, ja pääsevät vaihteeseen.</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Ei nyt</translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Näytä ne</translation>
        </message>
        <message>
            <source>Not today</source>
            <translation>Ei tänään</translation>
        </message>
        <message numerus="yes">
            <source>%n call(s) left to make. Go for the day?</source>
            <translation>
                <numerusform>%n puhelu soittamatta. Lopetatko työpäivän?</numerusform>
                <numerusform>%n puhelua soittamatta. Lopetatko työpäivän?</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked now because you mostly went about {time} these weeks; only this computer knows that.</source>
            <translation>Kysytään nyt, koska olet viime viikkoina lähtenyt useimmiten noin klo {time}; sen tietää vain tämä tietokone.</translation>
        </message>
        <message>
            <source>At {time} you are gone for the day by itself.</source>
            <translation>Klo {time} päiväsi merkitään automaattisesti päättyneeksi.</translation>
        </message>
        <message>
            <source>To ring: {names} and {count} more.</source>
            <translation>Soitettava: {names} ja vielä {count}.</translation>
        </message>
        <message>
            <source>To ring: {names}.</source>
            <translation>Soitettava: {names}.</translation>
        </message>
        <message>
            <source>{name} asks. Colleagues see you as overdue until you answer.</source>
            <translation>{name} kysyy. Työtoverit näkevät sinut myöhässä olevana, kunnes vastaat.</translation>
        </message>
        <message>
            <source>Your return time has passed and your phone rings again. Colleagues see you as overdue until you answer.</source>
            <translation>Paluuaikasi on mennyt ja puhelimesi soi taas. Työtoverit näkevät sinut myöhässä olevana, kunnes vastaat.</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Kyllä</translation>
        </message>
        <message>
            <source>Other time …</source>
            <translation>Muu aika …</translation>
        </message>
        <message>
            <source>Are you back?</source>
            <translation>Oletko palannut?</translation>
        </message>
        <message>
            <source>+{minutes} min</source>
            <translation>+{minutes} min</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, paluu {time}</translation>
        </message>
    </context>
    <context>
        <name>CalendarPage</name>
        <message>
            <source>Calendar</source>
            <translation>Kalenteri</translation>
        </message>
        <message>
            <source>My calendars may set absences</source>
            <translation>Kalenterini saavat asettaa poissaoloja</translation>
        </message>
        <message>
            <source>Meetings in which I am busy</source>
            <translation>Kokoukset, joissa olen varattu</translation>
        </message>
        <message>
            <source>Entries marked out of office</source>
            <translation>Poissaoloksi merkityt merkinnät</translation>
        </message>
        <message>
            <source>“MÖT: …” closes the phone, “MÖT; …” only informs</source>
            <translation>”MÖT: …” sulkee puhelimen, ”MÖT; …” vain tiedottaa</translation>
        </message>
        <message>
            <source>Those marked out of office</source>
            <translation>Poissaoloksi merkityt</translation>
        </message>
        <message>
            <source>Those marked busy too</source>
            <translation>Myös varatuiksi merkityt</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Ei mitkään</translation>
        </message>
        <message>
            <source>My calendars</source>
            <translation>Kalenterini</translation>
        </message>
        <message>
            <source>What counts</source>
            <translation>Mitkä lasketaan</translation>
        </message>
        <message>
            <source>All-day entries</source>
            <translation>Koko päivän merkinnät</translation>
        </message>
        <message>
            <source>Free and tentative entries and meetings you declined do nothing. Of a private entry only the time is read: colleagues see a meeting, and its text is never stored.</source>
            <translation>Vapaat ja alustavat merkinnät ja hylkäämäsi kokoukset eivät tee mitään. Yksityisestä merkinnästä luetaan vain aika: työtoverit näkevät kokouksen, eikä tekstiä tallenneta.</translation>
        </message>
        <message>
            <source>Only where your calendars may set absences.</source>
            <translation>Vain, kun kalenterisi saavat asettaa poissaolon.</translation>
        </message>
    </context>
    <context>
        <name>CalendarsField</name>
        <message>
            <source>Connect</source>
            <translation>Yhdistä</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Laji</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Osoite</translation>
        </message>
        <message>
            <source>Username</source>
            <translation>Käyttäjätunnus</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Salasana</translation>
        </message>
        <message>
            <source>CalDAV server</source>
            <translation>CalDAV-palvelin</translation>
        </message>
        <message>
            <source>Link to a calendar file</source>
            <translation>Linkki kalenteritiedostoon</translation>
        </message>
        <message>
            <source>Microsoft 365</source>
            <translation>Microsoft 365</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Poista</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>Poista {name}</translation>
        </message>
        <message>
            <source>Not read yet.</source>
            <translation>Ei vielä luettu.</translation>
        </message>
        <message>
            <source>Read {time}; entries ahead: {count}.</source>
            <translation>Luettu {time}; tulevia merkintöjä: {count}.</translation>
        </message>
        <message>
            <source>Reading the calendar …</source>
            <translation>Luetaan kalenteria …</translation>
        </message>
        <message>
            <source>One of them has to be read. Remove the calendar to have none read.</source>
            <translation>Vähintään yksi niistä on luettava. Poista kalenteri, jos mitään ei pidä lukea.</translation>
        </message>
        <message>
            <source>Entries that cannot be read: {count}.</source>
            <translation>Merkintöjä, joita ei voi lukea: {count}.</translation>
        </message>
    </context>
    <context>
        <name>CallLine</name>
        <message>
            <source>Show in the list</source>
            <translation>Näytä luettelossa</translation>
        </message>
        <message>
            <source>Take   {key}</source>
            <translation>Ota   {key}</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>Ota</translation>
        </message>
        <message>
            <source>{call} Enter transfers this call.</source>
            <translation>{call} Enter yhdistää tämän puhelun.</translation>
        </message>
    </context>
    <context>
        <name>CallStrip</name>
        <message numerus="yes">
            <source>%n wait(s) · longest {lasted}, since {time}</source>
            <translation>
                <numerusform>%n odottaa · {lasted}, alkaen {time}</numerusform>
                <numerusform>%n odottaa · pisin {lasted}, alkaen {time}</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to the caller   {key}</source>
            <translation>Takaisin puheluun   {key}</translation>
        </message>
        <message numerus="yes">
            <source>%n more call(s) wait</source>
            <translation>
                <numerusform>%n puhelu lisää odottaa</numerusform>
                <numerusform>%n puhelua lisää odottaa</numerusform>
            </translation>
        </message>
        <message>
            <source>Connect with {name}   {key}</source>
            <translation>Yhdistä: {name}   {key}</translation>
        </message>
        <message>
            <source>Connect   {key}</source>
            <translation>Yhdistä   {key}</translation>
        </message>
        <message>
            <source>Back   {key}</source>
            <translation>Takaisin   {key}</translation>
        </message>
    </context>
    <context>
        <name>CallbackCard</name>
        <message>
            <source>Urgent</source>
            <translation>Kiireellinen</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>Soita</translation>
        </message>
        <message>
            <source>Rings your phone first, then the caller</source>
            <translation>Soittaa ensin puhelimeesi, sitten soittajalle</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Valmis</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>Ei vastausta</translation>
        </message>
        <message>
            <source>Noted; it goes on waiting</source>
            <translation>Merkitään; viesti jää odottamaan</translation>
        </message>
        <message>
            <source>Later …</source>
            <translation>Myöhemmin …</translation>
        </message>
        <message>
            <source>Hand over …</source>
            <translation>Siirrä …</translation>
        </message>
        <message>
            <source>Take it</source>
            <translation>Ota se</translation>
        </message>
        <message>
            <source>The others see that it is yours</source>
            <translation>Muut näkevät, että se on sinun</translation>
        </message>
        <message>
            <source>Let it go</source>
            <translation>Vapauta</translation>
        </message>
        <message>
            <source>The others can take it again</source>
            <translation>Muut voivat ottaa sen taas</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>Ota takaisin</translation>
        </message>
        <message>
            <source>Not done after all</source>
            <translation>Ei sittenkään valmis</translation>
        </message>
        <message>
            <source>Another message came up at that moment. Press again if you mean this one.</source>
            <translation>Toinen viesti tuli esiin juuri silloin. Paina uudelleen, jos tarkoitat tätä.</translation>
        </message>
        <message>
            <source>There is no number that may be called from here</source>
            <translation>Ei numeroa, johon täältä saa soittaa</translation>
        </message>
    </context>
    <context>
        <name>CallbackNotices</name>
        <message>
            <source>Undo</source>
            <translation>Kumoa</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>Soita</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Valmis</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>Ei vastausta</translation>
        </message>
        <message>
            <source>Later …</source>
            <translation>Myöhemmin …</translation>
        </message>
        <message>
            <source>Hand over …</source>
            <translation>Siirrä …</translation>
        </message>
        <message>
            <source>Call {who}</source>
            <translation>Soita: {who}</translation>
        </message>
        <message>
            <source>Urgent: call {who}</source>
            <translation>Kiireellinen soittopyyntö: {who}</translation>
        </message>
        <message numerus="yes">
            <source>%n callbacks wait</source>
            <translation>
                <numerusform>%n odottaa soittoa</numerusform>
                <numerusform>%n odottaa soittoa</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>ja %n muu</numerusform>
                <numerusform>ja %n muuta</numerusform>
            </translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Näytä ne</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Näytä</translation>
        </message>
    </context>
    <context>
        <name>CallbackStack</name>
        <message>
            <source>The one before</source>
            <translation>Edellinen</translation>
        </message>
        <message>
            <source>The next one</source>
            <translation>Seuraava</translation>
        </message>
        <message>
            <source>All messages</source>
            <translation>Kaikki viestit</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Sulje</translation>
        </message>
        <message>
            <source>The message goes on waiting</source>
            <translation>Viesti jää odottamaan</translation>
        </message>
        <message>
            <source>Callback</source>
            <translation>Takaisinsoitto</translation>
        </message>
        <message>
            <source>New callback</source>
            <translation>Uusi soittopyyntö</translation>
        </message>
        <message>
            <source>Callback that waits</source>
            <translation>Odottava soittopyyntö</translation>
        </message>
        <message numerus="yes">
            <source>%n callbacks wait</source>
            <translation>
                <numerusform>%n takaisinsoitto</numerusform>
                <numerusform>%n takaisinsoittoa</numerusform>
            </translation>
        </message>
        <message>
            <source>{heading}, an urgent one too</source>
            <translation>{heading}, myös kiireellinen</translation>
        </message>
    </context>
    <context>
        <name>Calls</name>
        <message>
            <source>last noted as “{name}”</source>
            <translation>viimeksi merkitty nimellä ”{name}”</translation>
        </message>
        <message>
            <source>gives the name “{name}”</source>
            <translation>ilmoittaa nimekseen ”{name}”</translation>
        </message>
        <message>
            <source>Number withheld</source>
            <translation>Salattu numero</translation>
        </message>
        <message>
            <source>Unknown number</source>
            <translation>Tuntematon numero</translation>
        </message>
        <message>
            <source>comes back</source>
            <translation>palaa takaisin</translation>
        </message>
        <message>
            <source>picked up here</source>
            <translation>poimittu tänne</translation>
        </message>
        <message>
            <source>for {name}</source>
            <translation>vastaanottaja {name}</translation>
        </message>
        <message>
            <source>for {name}: {why}</source>
            <translation>vastaanottaja {name}: {why}</translation>
        </message>
        <message>
            <source>away</source>
            <translation>poissa</translation>
        </message>
        <message>
            <source>no answer after {signals} signals</source>
            <translation>ei vastausta {signals} hälytyksen jälkeen</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>varattu</translation>
        </message>
        <message>
            <source>telephone not connected</source>
            <translation>puhelinta ei ole kytketty</translation>
        </message>
        <message>
            <source>forwarded in a circle</source>
            <translation>ohjautuu kehässä</translation>
        </message>
        <message>
            <source>Waits while you ask</source>
            <translation>Odottaa sillä aikaa, kun kysyt</translation>
        </message>
        <message>
            <source>Waits at the switchboard</source>
            <translation>Odottaa vaihteessa</translation>
        </message>
        <message>
            <source>Calling</source>
            <translation>Soitetaan</translation>
        </message>
        <message>
            <source>Rings</source>
            <translation>Soi</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>Pidossa</translation>
        </message>
        <message>
            <source>Talking</source>
            <translation>Puhelussa</translation>
        </message>
        <message>
            <source>Earlier callbacks: {count}</source>
            <translation>Aiempia takaisinsoittoja: {count}</translation>
        </message>
        <message>
            <source>no word left</source>
            <translation>ei viestiä</translation>
        </message>
        <message>
            <source>done</source>
            <translation>valmis</translation>
        </message>
        <message>
            <source>not done</source>
            <translation>kesken</translation>
        </message>
        <message>
            <source>{said}, the last {time} to {name}: {about} ({done})</source>
            <translation>{said}, viimeisin {time}, vastaanottaja {name}: {about} ({done})</translation>
        </message>
    </context>
    <context>
        <name>Clearing</name>
        <message>
            <source>Clear the field</source>
            <translation>Tyhjennä kenttä</translation>
        </message>
    </context>
    <context>
        <name>ComputerPage</name>
        <message>
            <source>This computer</source>
            <translation>Tämä tietokone</translation>
        </message>
        <message>
            <source>The computer's language</source>
            <translation>Tietokoneen kieli</translation>
        </message>
        <message>
            <source>As the computer</source>
            <translation>Tietokoneen mukaan</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Vaalea</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Tumma</translation>
        </message>
        <message>
            <source>Start when I log in to the computer</source>
            <translation>Käynnistä, kun kirjaudun tietokoneelle</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Palvelin</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>&amp;Kieli</translation>
        </message>
        <message>
            <source>&amp;Colours</source>
            <translation>&amp;Värit</translation>
        </message>
        <message>
            <source>Short&amp;cut</source>
            <translation>Pikanäpp&amp;äin</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>Kirjautuminen</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Versio</translation>
        </message>
        <message>
            <source>The computer did not allow it: {reason}</source>
            <translation>Tietokone ei sallinut sitä: {reason}</translation>
        </message>
        <message>
            <source>Kept safe in this computer's keyring.</source>
            <translation>Säilyy turvassa tämän tietokoneen avainnipussa.</translation>
        </message>
        <message>
            <source>The keyring is locked, so you are asked at each start. Unlock it to be remembered.</source>
            <translation>Avainnippu on lukittu, joten sinun on kirjauduttava joka käynnistyksessä. Avaa lukitus, niin kirjautuminen muistetaan.</translation>
        </message>
        <message>
            <source>The keyring does not answer, so you are asked at each start.</source>
            <translation>Avainnippu ei vastaa, joten sinun on kirjauduttava joka käynnistyksessä.</translation>
        </message>
        <message>
            <source>This computer has no keyring, so you are asked at each start.</source>
            <translation>Tässä tietokoneessa ei ole avainnippua, joten sinun on kirjauduttava joka käynnistyksessä.</translation>
        </message>
        <message>
            <source>Keep my signature in Outlook's folder</source>
            <translation>Pidä allekirjoitukseni Outlookin kansiossa</translation>
        </message>
        <message>
            <source>Si&amp;gnature</source>
            <translation>Alleki&amp;rjoitus</translation>
        </message>
        <message>
            <source>There is no Outlook for Windows on this computer.</source>
            <translation>Tällä tietokoneella ei ole Windowsin Outlookia.</translation>
        </message>
        <message>
            <source>Say when a newer version is there</source>
            <translation>Kerro, kun uudempi versio on saatavilla</translation>
        </message>
        <message>
            <source>Connected to {address}.</source>
            <translation>Yhteys palvelimeen {address}.</translation>
        </message>
        <message>
            <source>No contact just now; the hubs are asked in turn.</source>
            <translation>Ei yhteyttä juuri nyt; palvelimia kokeillaan vuorotellen.</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Puhelinvaihde</translation>
        </message>
    </context>
    <context>
        <name>ContactPart</name>
        <message>
            <source>Contact card</source>
            <translation>Yhteystietokortti</translation>
        </message>
        <message>
            <source>Copy signature</source>
            <translation>Kopioi allekirjoitus</translation>
        </message>
        <message>
            <source>Copy card</source>
            <translation>Kopioi kortti</translation>
        </message>
        <message>
            <source>Save card …</source>
            <translation>Tallenna kortti …</translation>
        </message>
        <message>
            <source>QR code with the contact card of {name}</source>
            <translation>QR-koodi: yhteystietokortti, {name}</translation>
        </message>
        <message>
            <source>The signature is copied.</source>
            <translation>Allekirjoitus on kopioitu.</translation>
        </message>
        <message>
            <source>The card is copied as a vCard.</source>
            <translation>Kortti on kopioitu vCard-muodossa.</translation>
        </message>
        <message>
            <source>The card could not be saved: {reason}</source>
            <translation>Korttia ei voitu tallentaa: {reason}</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Tallennettu nimellä {file}.</translation>
        </message>
        <message>
            <source>Save contact card</source>
            <translation>Tallenna yhteystietokortti</translation>
        </message>
    </context>
    <context>
        <name>DeputyQuestion</name>
        <message>
            <source>{name} is away from {start} until {end} and asks you to take their calls meanwhile.</source>
            <translation>{name} on poissa {start}–{end} ja pyytää sinua vastaamaan puheluihinsa sen ajan.</translation>
        </message>
        <message>
            <source>Cover for {name}?</source>
            <translation>Sijaistatko henkilöä {name}?</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Kyllä</translation>
        </message>
        <message>
            <source>No</source>
            <translation>Ei</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Ei nyt</translation>
        </message>
        <message>
            <source>The answer was not told</source>
            <translation>Vastaus ei mennyt perille</translation>
        </message>
    </context>
    <context>
        <name>DesktopController</name>
        <message>
            <source>The status was not set</source>
            <translation>Poissaoloa ei asetettu</translation>
        </message>
        <message>
            <source>There was no contact with the presence server until its end had passed. Calls were not forwarded.</source>
            <translation>Palvelimeen ei saatu yhteyttä ennen kuin paluuaika oli jo mennyt. Puheluita ei ohjattu.</translation>
        </message>
        <message>
            <source>Not set yet</source>
            <translation>Ei vielä asetettu</translation>
        </message>
        <message>
            <source>No contact with the presence server. The change waits here and is sent as soon as it answers.</source>
            <translation>Palvelimeen ei saada yhteyttä. Muutos odottaa täällä ja lähetetään heti, kun palvelin vastaa.</translation>
        </message>
        <message>
            <source>Something went wrong on this computer</source>
            <translation>Tällä tietokoneella tapahtui virhe</translation>
        </message>
        <message>
            <source>Something went wrong; it is written down</source>
            <translation>Jokin meni vikaan; se on kirjattu</translation>
        </message>
        <message>
            <source>The program goes on. If something is not as it should be, start it again and tell your administrator.</source>
            <translation>Ohjelma jatkaa. Jos jokin ei ole kunnossa, käynnistä se uudelleen ja kerro ylläpitäjälle.</translation>
        </message>
    </context>
    <context>
        <name>GridActions</name>
        <message>
            <source>Your telephone rings; then {name}.</source>
            <translation>Puhelimesi soi; sitten {name}.</translation>
        </message>
        <message>
            <source>Transferred to {name}.</source>
            <translation>Yhdistetty: {name}.</translation>
        </message>
        <message>
            <source>The caller waits; {name} is being asked.</source>
            <translation>Soittaja odottaa; kysytään: {name}.</translation>
        </message>
        <message>
            <source>Connected.</source>
            <translation>Yhdistetty.</translation>
        </message>
        <message>
            <source>Back with the caller.</source>
            <translation>Olet taas yhteydessä soittajaan.</translation>
        </message>
        <message>
            <source>Nobody waits at the switchboard.</source>
            <translation>Kukaan ei odota vaihteessa.</translation>
        </message>
        <message>
            <source>Nobody is being asked.</source>
            <translation>Keneltäkään ei juuri kysytä.</translation>
        </message>
        <message>
            <source>Your account has no telephone.</source>
            <translation>Tililläsi ei ole puhelinta.</translation>
        </message>
        <message>
            <source>The call comes to your telephone.</source>
            <translation>Puhelu tulee puhelimeesi.</translation>
        </message>
        <message>
            <source>No contact with the presence server: it waits here for {name}.</source>
            <translation>Ei yhteyttä läsnäolopalvelimeen: muutos odottaa täällä ({name}).</translation>
        </message>
        <message>
            <source>{name} is back.</source>
            <translation>{name} on palannut.</translation>
        </message>
        <message>
            <source>{name}: {reason} is set.</source>
            <translation>{name}: {reason} on asetettu.</translation>
        </message>
        <message>
            <source>Undone for {name}.</source>
            <translation>Kumottu: {name}.</translation>
        </message>
        <message numerus="yes">
            <source>%n telephone(s) forwarded.</source>
            <translation>
                <numerusform>%n puhelin on ohjattu.</numerusform>
                <numerusform>%n puhelinta on ohjattu.</numerusform>
            </translation>
        </message>
        <message>
            <source>Not done for {names}.</source>
            <translation>Ei onnistunut: {names}.</translation>
        </message>
        <message>
            <source>The unit's telephones ring as before.</source>
            <translation>Yksikön puhelimet soivat kuten ennen.</translation>
        </message>
        <message>
            <source>{name} is asked now.</source>
            <translation>Kysytään nyt: {name}.</translation>
        </message>
        <message>
            <source>{name} is asked when their computer is on.</source>
            <translation>Kysytään, kun tietokone on päällä: {name}.</translation>
        </message>
        <message>
            <source>{name} is away: {status}. {key} again asks {deputy} (deputy) instead; {call} calls them at once.</source>
            <translation>{name} on poissa: {status}. {key} uudelleen kysyy sijaiselta {deputy}, {call} soittaa hänelle heti.</translation>
        </message>
        <message>
            <source>{name} is away: {status}. An announcement answers there; {key} again rings all the same.</source>
            <translation>{name} on poissa: {status}. Siellä vastaa poissaolotiedote; {key} uudelleen soittaa silti.</translation>
        </message>
        <message>
            <source>The telephone exchange cannot be reached: no call will come.</source>
            <translation>Puhelinvaihteeseen ei saada yhteyttä: puhelua ei tule.</translation>
        </message>
    </context>
    <context>
        <name>ExceptionsField</name>
        <message>
            <source>Add days</source>
            <translation>Lisää päiviä</translation>
        </message>
    </context>
    <context>
        <name>FilterPane</name>
        <message>
            <source>Show</source>
            <translation>Näytä</translation>
        </message>
        <message>
            <source>In</source>
            <translation>Paikalla</translation>
        </message>
        <message>
            <source>Away</source>
            <translation>Poissa</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>Puhelussa</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>Myöhässä</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>Suosikit</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>Yksiköt</translation>
        </message>
        <message>
            <source>The whole organisation</source>
            <translation>Koko organisaatio</translation>
        </message>
        <message>
            <source>{unit}: {count} people</source>
            <translation>{unit}: {count} henkilöä</translation>
        </message>
    </context>
    <context>
        <name>ForwardChoice</name>
        <message>
            <source>Calls go to</source>
            <translation>Puhelut ohjataan</translation>
        </message>
        <message>
            <source>The switchboard ({number})</source>
            <translation>Vaihde ({number})</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>Vaihde</translation>
        </message>
        <message>
            <source>My mobile ({number})</source>
            <translation>Oma matkapuhelin ({number})</translation>
        </message>
        <message>
            <source>A colleague …</source>
            <translation>Työtoveri …</translation>
        </message>
        <message>
            <source>Another number …</source>
            <translation>Muu numero …</translation>
        </message>
        <message>
            <source>My own phone, as usual</source>
            <translation>Oma puhelin, kuten tavallisesti</translation>
        </message>
        <message>
            <source>Calls go to {number}.</source>
            <translation>Puhelut ohjataan: {number}.</translation>
        </message>
        <message>
            <source>Calls go to your mobile.</source>
            <translation>Puhelut ohjataan matkapuhelimeesi.</translation>
        </message>
        <message>
            <source>Calls still ring at your phone.</source>
            <translation>Puhelut tulevat puhelimeesi kuten tavallisesti.</translation>
        </message>
        <message>
            <source>Calls go to the switchboard.</source>
            <translation>Puhelut ohjataan vaihteeseen.</translation>
        </message>
        <message>
            <source>Name or extension</source>
            <translation>Nimi tai alanumero</translation>
        </message>
        <message>
            <source>For example 0923-650 00</source>
            <translation>Esimerkiksi 0923-650 00</translation>
        </message>
        <message>
            <source>Colleague</source>
            <translation>Työtoveri</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Numero</translation>
        </message>
    </context>
    <context>
        <name>Grid</name>
        <message>
            <source>Not known if in</source>
            <translation>Ei tiedossa, onko paikalla</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nimi</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Tila</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Linja</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Numero</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Puhelinaika</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Paikka</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Odottaa</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Huomautus</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Sijainen</translation>
        </message>
        <message>
            <source>Duties</source>
            <translation>Tehtävät</translation>
        </message>
        <message>
            <source>Best reached {hours}</source>
            <translation>Tavoittaa parhaiten {hours}</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>{count} odottaa</translation>
        </message>
        <message>
            <source>extension {number}</source>
            <translation>alanumero {number}</translation>
        </message>
        <message>
            <source>deputy {name}</source>
            <translation>sijainen {name}</translation>
        </message>
        <message>
            <source>favourite</source>
            <translation>suosikki</translation>
        </message>
        <message>
            <source>{count} waiting for a callback</source>
            <translation>{count} odottaa takaisinsoittoa</translation>
        </message>
        <message>
            <source>Line free</source>
            <translation>Linja vapaa</translation>
        </message>
        <message>
            <source>Ringing</source>
            <translation>Soi</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>Puhelussa</translation>
        </message>
        <message>
            <source>Phone not connected</source>
            <translation>Ei kytketty</translation>
        </message>
        <message>
            <source>Line not known</source>
            <translation>Linjan tila ei tiedossa</translation>
        </message>
        <message>
            <source>not up to date</source>
            <translation>ei ajan tasalla</translation>
        </message>
        <message>
            <source>as of {time}</source>
            <translation>tilanne {time}</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Ei tiedossa</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>Tavoitettavissa</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>Myöhässä</translation>
        </message>
        <message>
            <source>{reason}, until further notice</source>
            <translation>{reason}, toistaiseksi</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, paluu {time}</translation>
        </message>
        <message>
            <source>Should be back by now</source>
            <translation>Pitäisi jo olla palannut</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>Ei vahvistettu</translation>
        </message>
        <message>
            <source>There is no call to say something about.</source>
            <translation>Ei ole puhelua, josta sanoa jotakin.</translation>
        </message>
        <message>
            <source>The favourite could not be kept</source>
            <translation>Suosikkia ei voitu tallentaa</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>Kortti</translation>
        </message>
        <message>
            <source>Favourite</source>
            <translation>Suosikki</translation>
        </message>
        <message>
            <source>Columns …</source>
            <translation>Sarakkeet …</translation>
        </message>
        <message>
            <source>Whole window</source>
            <translation>Koko ikkuna</translation>
        </message>
        <message>
            <source>Narrow strip on top</source>
            <translation>Kapea kaistale päällimmäisenä</translation>
        </message>
        <message>
            <source>Map of keys</source>
            <translation>Näppäinkartta</translation>
        </message>
        <message>
            <source>You are not signed in.
Sign in to see your colleagues.</source>
            <translation>Et ole kirjautunut.
Kirjaudu sisään, niin näet työtoverisi.</translation>
        </message>
        <message>
            <source>Connecting to the presence server …</source>
            <translation>Yhdistetään palvelimeen …</translation>
        </message>
        <message>
            <source>There is nobody in the directory.</source>
            <translation>Hakemistossa ei ole ketään.</translation>
        </message>
        <message>
            <source>Nobody fits the search and the filters.
Alt+0 shows everybody, Esc begins anew.</source>
            <translation>Kukaan ei vastaa hakua ja suodattimia.
Alt+0 näyttää kaikki, Esc aloittaa alusta.</translation>
        </message>
        <message>
            <source>No match for “{typed}”.
Try part of a name, a unit or an extension.</source>
            <translation>Ei osumia haulle ”{typed}”.
Kokeile nimen osaa, yksikköä tai alanumeroa.</translation>
        </message>
        <message numerus="yes">
            <source>%n colleague(s)</source>
            <translation>
                <numerusform>%n työtoveri</numerusform>
                <numerusform>%n työtoveria</numerusform>
            </translation>
        </message>
        <message>
            <source>{found} of {all}</source>
            <translation>{found}/{all}</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known last.</source>
            <translation>Palvelimeen ei saada yhteyttä. Tämä on viimeksi tiedetty tila.</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known at {time}.</source>
            <translation>Palvelimeen ei saada yhteyttä. Näin oli {time}.</translation>
        </message>
        <message>
            <source>You</source>
            <translation>Sinä</translation>
        </message>
        <message>
            <source>In a call in Teams</source>
            <translation>Puhelussa Teamsissa</translation>
        </message>
        <message>
            <source>In a meeting in Teams</source>
            <translation>Kokouksessa Teamsissa</translation>
        </message>
        <message>
            <source>Presenting in Teams</source>
            <translation>Esittää Teamsissa</translation>
        </message>
        <message>
            <source>Phone forwarded</source>
            <translation>Puhelin siirretty</translation>
        </message>
        <message>
            <source>Forwarded by hand in the telephone exchange</source>
            <translation>Siirretty käsin puhelinvaihteessa</translation>
        </message>
    </context>
    <context>
        <name>GridController</name>
        <message>
            <source>{name} ended your absence</source>
            <translation>{name} päätti poissaolosi</translation>
        </message>
        <message>
            <source>{name} set for you: {reason}</source>
            <translation>{name} asetti sinulle: {reason}</translation>
        </message>
        <message>
            <source>No reason was given.</source>
            <translation>Syytä ei kerrottu.</translation>
        </message>
        <message>
            <source>That was not possible</source>
            <translation>Se ei onnistunut</translation>
        </message>
    </context>
    <context>
        <name>GridFace</name>
        <message>
            <source>Colleagues</source>
            <translation>Työtoverit</translation>
        </message>
        <message>
            <source>Name, unit, duty, place or number</source>
            <translation>Nimi, yksikkö, tehtävä, paikka tai numero</translation>
        </message>
        <message>
            <source>Search colleagues</source>
            <translation>Hae työtovereita</translation>
        </message>
        <message>
            <source>List</source>
            <translation>Luettelo</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>Ruudut</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Näppäimet</translation>
        </message>
    </context>
    <context>
        <name>HandOverPart</name>
        <message>
            <source>To whom? Name, unit or duty</source>
            <translation>Kenelle? Nimi, yksikkö tai tehtävä</translation>
        </message>
        <message>
            <source>Why? A few words for whoever takes over</source>
            <translation>Miksi? Muutama sana seuraavalle</translation>
        </message>
        <message>
            <source>Hand over to</source>
            <translation>Siirrä kenelle</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Miksi</translation>
        </message>
        <message>
            <source>Hand over</source>
            <translation>Siirrä</translation>
        </message>
        <message>
            <source>Return to the switchboard</source>
            <translation>Takaisin vaihteeseen</translation>
        </message>
        <message>
            <source>Decline: back to {name}</source>
            <translation>Kieltäydy, palauta: {name}</translation>
        </message>
        <message>
            <source>the switchboard</source>
            <translation>vaihde</translation>
        </message>
        <message>
            <source>Choose from the list, by name or extension, a unit or a duty.</source>
            <translation>Valitse luettelosta: nimi tai alanumero, yksikkö tai tehtävä.</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>Click to choose columns</source>
            <translation>Valitse sarakkeet napsauttamalla</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Sarakkeet</translation>
        </message>
        <message>
            <source>There is no room for “{column}”. Make the window wider, or leave another column out.</source>
            <translation>Sarakkeelle ”{column}” ei ole tilaa. Levennä ikkunaa tai jätä jokin muu sarake pois.</translation>
        </message>
        <message>
            <source>“{column}” is empty for everybody here. It comes as soon as there is something to show.</source>
            <translation>”{column}” on tyhjä kaikilla tässä. Sarake tulee näkyviin heti, kun on jotain näytettävää.</translation>
        </message>
    </context>
    <context>
        <name>HearButton</name>
        <message>
            <source>Play what somebody who calls you now hears.</source>
            <translation>Toista se, mitä sinulle nyt soittava kuulee.</translation>
        </message>
        <message>
            <source>Nothing on this computer can play it: paplay, aplay or afplay is missing.</source>
            <translation>Mikään tällä tietokoneella ei voi toistaa sitä: paplay, aplay tai afplay puuttuu.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Lopeta</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>Kuuntele</translation>
        </message>
        <message>
            <source>Listen to what callers hear</source>
            <translation>Kuuntele, mitä soittaja kuulee</translation>
        </message>
    </context>
    <context>
        <name>HistoryPart</name>
        <message>
            <source>History</source>
            <translation>Historia</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Etsitään …</translation>
        </message>
    </context>
    <context>
        <name>HoursPage</name>
        <message>
            <source>Working time</source>
            <translation>Työaika</translation>
        </message>
        <message>
            <source>I have other hours than my organisation</source>
            <translation>Minulla on eri ajat kuin organisaatiollani</translation>
        </message>
        <message>
            <source>I have lunch at</source>
            <translation>Lounaani alkaa</translation>
        </message>
        <message>
            <source>Lunch begins</source>
            <translation>Lounas alkaa</translation>
        </message>
        <message>
            <source> min</source>
            <translation> min</translation>
        </message>
        <message>
            <source>Length of lunch</source>
            <translation>Lounaan pituus</translation>
        </message>
        <message>
            <source>for</source>
            <translation>ja kestää</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Ajat</translation>
        </message>
        <message>
            <source>Lunch</source>
            <translation>Lounas</translation>
        </message>
        <message>
            <source>Exceptions</source>
            <translation>Poikkeukset</translation>
        </message>
        <message>
            <source>Return times, reminders and due times go by these hours. Public holidays are off by themselves.</source>
            <translation>Paluuajat, muistutukset ja määräajat noudattavat näitä aikoja. Pyhäpäivät ovat automaattisesti vapaita.</translation>
        </message>
        <message>
            <source>Only with a lunch of your own.</source>
            <translation>Vain, kun sinulla on oma lounasaika.</translation>
        </message>
        <message>
            <source>Only with working time of your own.</source>
            <translation>Vain, kun sinulla on oma työaika.</translation>
        </message>
    </context>
    <context>
        <name>InboxWindow</name>
        <message>
            <source>Messages</source>
            <translation>Viestit</translation>
        </message>
        <message>
            <source>No contact with the presence server. What you do is kept and sent later.</source>
            <translation>Ei yhteyttä läsnäolopalvelimeen. Tekemäsi säilytetään ja lähetetään myöhemmin.</translation>
        </message>
        <message>
            <source>Waiting ({count})</source>
            <translation>Odottaa ({count})</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Odottaa</translation>
        </message>
        <message>
            <source>Left with others</source>
            <translation>Muille jätetyt</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Valmiit</translation>
        </message>
        <message>
            <source>Search done messages</source>
            <translation>Etsi valmiista viesteistä</translation>
        </message>
        <message>
            <source>New message …</source>
            <translation>Uusi viesti …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Etsitään …</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>Vastaanottaja: {name}</translation>
        </message>
        <message>
            <source>Nobody waits for your call.</source>
            <translation>Kukaan ei odota soittoasi.</translation>
        </message>
        <message>
            <source>Messages that you leave with others are followed here until they are done.</source>
            <translation>Muille jättämiäsi viestejä seurataan täällä, kunnes ne on hoidettu.</translation>
        </message>
        <message>
            <source>Nothing found.</source>
            <translation>Ei löytynyt.</translation>
        </message>
        <message>
            <source>Nothing is done yet.</source>
            <translation>Mitään ei ole vielä hoidettu.</translation>
        </message>
        <message>
            <source>You are not signed in. Sign in to see who waits for your call.</source>
            <translation>Et ole kirjautunut sisään. Kirjaudu, niin näet, kuka odottaa soittoasi.</translation>
        </message>
    </context>
    <context>
        <name>InboxRows</name>
        <message>
            <source>Who</source>
            <translation>Kuka</translation>
        </message>
        <message>
            <source>What about</source>
            <translation>Asia</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Milloin</translation>
        </message>
        <message>
            <source>Urgent: {text}</source>
            <translation>Kiireellinen: {text}</translation>
        </message>
        <message>
            <source>{step}: waits to be sent</source>
            <translation>{step}: odottaa lähetystä</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>Yritetty</translation>
        </message>
        <message>
            <source>tried {when}</source>
            <translation>yritetty {when}</translation>
        </message>
    </context>
    <context>
        <name>IncomingCard</name>
        <message>
            <source>Say</source>
            <translation>Vastaa</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Sulje</translation>
        </message>
        <message>
            <source>Incoming call</source>
            <translation>Saapuva puhelu</translation>
        </message>
        <message>
            <source>Calls you</source>
            <translation>Soittaa sinulle</translation>
        </message>
        <message>
            <source>About: {word}</source>
            <translation>Aihe: {word}</translation>
        </message>
        <message>
            <source>Say: {line}</source>
            <translation>Vastaa: {line}</translation>
        </message>
    </context>
    <context>
        <name>KeyMap</name>
        <message>
            <source>Keys</source>
            <translation>Näppäimet</translation>
        </message>
        <message>
            <source>For the caller</source>
            <translation>Soittajalle</translation>
        </message>
        <message>
            <source>Finding one's way</source>
            <translation>Liikkuminen</translation>
        </message>
        <message>
            <source>What is shown</source>
            <translation>Mitä näytetään</translation>
        </message>
        <message>
            <source>Whatever else is typed is searched for. The arrows lead from the field into the list, where the single letters work; any other letter begins to search again.</source>
            <translation>Kaikkea muuta kirjoittamaasi haetaan. Nuolet vievät kentästä luetteloon, jossa yksittäiset kirjaimet toimivat; muu kirjain jatkaa hakua.</translation>
        </message>
    </context>
    <context>
        <name>Keys</name>
        <message>
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Call; during a call: transfer it at once</source>
            <translation>Soita; puhelun aikana: yhdistä heti</translation>
        </message>
        <message>
            <source>Ask first; again: connect them</source>
            <translation>Kysy ensin; uudelleen: yhdistä</translation>
        </message>
        <message>
            <source>Back to the caller, without connecting</source>
            <translation>Takaisin soittajan puheluun yhdistämättä</translation>
        </message>
        <message>
            <source>Take the call that waits longest</source>
            <translation>Ota pisimpään odottanut puhelu</translation>
        </message>
        <message>
            <source>Say what the call is about, before transferring it</source>
            <translation>Kirjoita, mitä puhelu koskee, ennen yhdistämistä</translation>
        </message>
        <message>
            <source>Leave a message</source>
            <translation>Jätä viesti</translation>
        </message>
        <message>
            <source>Show the person's card</source>
            <translation>Näytä henkilön kortti</translation>
        </message>
        <message>
            <source>Ask “are you back?”</source>
            <translation>Kysy ”oletko palannut?”</translation>
        </message>
        <message>
            <source>Set an absence</source>
            <translation>Aseta poissaolo</translation>
        </message>
        <message>
            <source>End the absence</source>
            <translation>Päätä poissaolo</translation>
        </message>
        <message>
            <source>Forward the whole unit</source>
            <translation>Ohjaa koko yksikkö toisaalle</translation>
        </message>
        <message>
            <source>Undo the last act</source>
            <translation>Kumoa viimeisin</translation>
        </message>
        <message>
            <source>Favourite, or no longer</source>
            <translation>Suosikki tai ei enää</translation>
        </message>
        <message>
            <source>Notices of the units</source>
            <translation>Yksiköiden tiedotteet</translation>
        </message>
        <message>
            <source>The next of the present calls</source>
            <translation>Seuraava käynnissä oleva puhelu</translation>
        </message>
        <message>
            <source>Search anew</source>
            <translation>Hae uudelleen</translation>
        </message>
        <message>
            <source>Units and filters; again: back</source>
            <translation>Yksiköt ja suodattimet; uudelleen: takaisin</translation>
        </message>
        <message>
            <source>Only those who are in</source>
            <translation>Vain paikalla olevat</translation>
        </message>
        <message>
            <source>Only those who are away</source>
            <translation>Vain poissa olevat</translation>
        </message>
        <message>
            <source>Only those on the phone</source>
            <translation>Vain puhelussa olevat</translation>
        </message>
        <message>
            <source>Only those overdue</source>
            <translation>Vain myöhässä olevat</translation>
        </message>
        <message>
            <source>Only favourites</source>
            <translation>Vain suosikit</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>Kaikki</translation>
        </message>
        <message>
            <source>As a list</source>
            <translation>Luettelona</translation>
        </message>
        <message>
            <source>As tiles</source>
            <translation>Ruutuina</translation>
        </message>
        <message>
            <source>Choose columns</source>
            <translation>Valitse sarakkeet</translation>
        </message>
        <message>
            <source>Narrow strip, always on top; again: whole window</source>
            <translation>Kapea kaistale, aina päällimmäisenä; uudelleen: koko ikkuna</translation>
        </message>
        <message>
            <source>Everything that can be done</source>
            <translation>Kaikki, mitä voi tehdä</translation>
        </message>
        <message>
            <source>This map of keys</source>
            <translation>Tämä näppäinkartta</translation>
        </message>
        <message>
            <source>Clear the search; then close</source>
            <translation>Tyhjennä haku; sulje sitten</translation>
        </message>
        <message>
            <source>Call somebody away all the same, not the deputy</source>
            <translation>Soita poissa olevalle silti, älä sijaiselle</translation>
        </message>
        <message>
            <source>Units wider, or narrow again</source>
            <translation>Yksiköt leveämmiksi tai taas kapeiksi</translation>
        </message>
    </context>
    <context>
        <name>LaterPart</name>
        <message>
            <source>When? 14.30, 30 min, tomorrow …</source>
            <translation>Milloin? 14.30, 30 min, huomenna …</translation>
        </message>
        <message>
            <source>Put off until</source>
            <translation>Lykkää ajankohtaan</translation>
        </message>
        <message>
            <source>15 min</source>
            <translation>15 min</translation>
        </message>
        <message>
            <source>60 min</source>
            <translation>60 min</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>Huomenna</translation>
        </message>
        <message>
            <source>Put off</source>
            <translation>Lykkää</translation>
        </message>
    </context>
    <context>
        <name>LineReading</name>
        <message>
            <source>Choose a reason below, or type it here.</source>
            <translation>Valitse syy alta tai kirjoita se tähän.</translation>
        </message>
        <message>
            <source>{reason}: when are you back? Choose a time below, or type it here.</source>
            <translation>{reason}: milloin palaat? Valitse aika alta tai kirjoita se tähän.</translation>
        </message>
        <message>
            <source>From now: {reason}, until further notice.</source>
            <translation>Nyt: {reason}, toistaiseksi.</translation>
        </message>
        <message>
            <source>From now: {reason}, back {time}.</source>
            <translation>Nyt: {reason}, paluu {time}.</translation>
        </message>
        <message>
            <source>You are back: calls ring at your phone.</source>
            <translation>Olet palannut: puhelut soivat puhelimessasi.</translation>
        </message>
        <message>
            <source>That is ahead. Plan it? {plan}</source>
            <translation>Se on vasta tulossa. Suunnitellaanko? {plan}</translation>
        </message>
        <message>
            <source>Plan it: {plan} Or {now}</source>
            <translation>Suunnittele: {plan} Tai {now}</translation>
        </message>
        <message>
            <source>A caller hears: “{said}”.</source>
            <translation>Soittaja kuulee ruotsiksi: ”{said}”.</translation>
        </message>
    </context>
    <context>
        <name>Listing</name>
        <message>
            <source>Still reading the directory: {done} of {all} are searched so far, by name.</source>
            <translation>Hakemistoa luetaan: haku kattaa toistaiseksi {done}/{all} henkilöä ja vain nimet.</translation>
        </message>
        <message>
            <source>Still reading the directory: searched by name so far.</source>
            <translation>Hakemistoa luetaan: haku kattaa toistaiseksi vain nimet.</translation>
        </message>
    </context>
    <context>
        <name>CallbacksController</name>
        <message>
            <source>Not sent yet</source>
            <translation>Ei vielä lähetetty</translation>
        </message>
        <message>
            <source>What you did is kept here and sent as soon as the server answers.</source>
            <translation>Tekemäsi säilyy täällä ja lähetetään heti, kun palvelin vastaa.</translation>
        </message>
        <message>
            <source>That was not done</source>
            <translation>Sitä ei tehty</translation>
        </message>
        <message>
            <source>The phone could not be rung</source>
            <translation>Soittaminen ei onnistunut</translation>
        </message>
        <message>
            <source>the switchboard</source>
            <translation>vaihde</translation>
        </message>
        <message>
            <source>Message left</source>
            <translation>Viesti jätetty</translation>
        </message>
        <message>
            <source>For {name}.</source>
            <translation>Vastaanottaja: {name}.</translation>
        </message>
        <message>
            <source>No contact with the presence server. The message waits here and is sent as soon as it answers.</source>
            <translation>Ei yhteyttä läsnäolopalvelimeen. Viesti odottaa täällä ja lähetetään heti, kun palvelin vastaa.</translation>
        </message>
        <message>
            <source>Not left yet</source>
            <translation>Ei vielä jätetty</translation>
        </message>
        <message>
            <source>The message was not left</source>
            <translation>Viestiä ei jätetty</translation>
        </message>
    </context>
    <context>
        <name>MessageForm</name>
        <message>
            <source>A draft, not left yet.</source>
            <translation>Luonnos, ei vielä jätetty.</translation>
        </message>
        <message>
            <source>Draft from {time}, not left yet.</source>
            <translation>Luonnos ({time}), ei vielä jätetty.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Kumoa</translation>
        </message>
        <message>
            <source>Begin anew</source>
            <translation>Aloita alusta</translation>
        </message>
        <message>
            <source>Hide   Esc</source>
            <translation>Piilota   Esc</translation>
        </message>
        <message>
            <source>Leave a message</source>
            <translation>Jätä viesti</translation>
        </message>
        <message>
            <source>Choose from the list whom the message is for.</source>
            <translation>Valitse luettelosta, kenelle viesti on.</translation>
        </message>
        <message>
            <source>Name, extension, unit or duty</source>
            <translation>Nimi, alanumero, yksikkö tai tehtävä</translation>
        </message>
        <message>
            <source>If a time was wished: before 15, 13-15, tomorrow 9 …</source>
            <translation>Jos aikaa toivottiin: ennen 15, 13-15, huomenna 9 …</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>Kiireellinen</translation>
        </message>
        <message>
            <source>Leave message   Ctrl+Enter</source>
            <translation>Jätä viesti   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Ctrl+Enter</source>
            <translation>Ctrl+Enter</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;Kenelle</translation>
        </message>
        <message>
            <source>&amp;Who called</source>
            <translation>&amp;Soittaja</translation>
        </message>
        <message>
            <source>N&amp;umber</source>
            <translation>N&amp;umero</translation>
        </message>
        <message>
            <source>&amp;Organisation</source>
            <translation>&amp;Organisaatio</translation>
        </message>
        <message>
            <source>&amp;About</source>
            <translation>&amp;Asia</translation>
        </message>
        <message>
            <source>&amp;When</source>
            <translation>Mi&amp;lloin</translation>
        </message>
        <message>
            <source>Not before {after}, and before {before}</source>
            <translation>Aikaisintaan {after} ja ennen {before}</translation>
        </message>
        <message>
            <source>Not before {after}</source>
            <translation>Aikaisintaan {after}</translation>
        </message>
        <message>
            <source>Before {before}</source>
            <translation>Ennen: {before}</translation>
        </message>
        <message>
            <source>after {time}</source>
            <translation>{time} jälkeen</translation>
        </message>
        <message>
            <source>{name} is away until further notice: {reason}.</source>
            <translation>{name} on poissa toistaiseksi: {reason}.</translation>
        </message>
        <message>
            <source>{name} is away: {reason}, back {time}.</source>
            <translation>{name} on poissa: {reason}, paluu {time}.</translation>
        </message>
        <message>
            <source>Should be called back by {time}.</source>
            <translation>Takaisinsoitto viimeistään {time}.</translation>
        </message>
        <message>
            <source>Cannot call back in time, by {time}.</source>
            <translation>Ei ehdi soittaa ajoissa, viimeistään {time}.</translation>
        </message>
        <message>
            <source>Leave it with the deputy, {name}</source>
            <translation>Jätä sijaiselle, {name}</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>Palvelimelta kysytään.</translation>
        </message>
    </context>
    <context>
        <name>MessageWords</name>
        <message>
            <source>Unknown caller</source>
            <translation>Tuntematon soittaja</translation>
        </message>
        <message>
            <source>Missed call.</source>
            <translation>Vastaamaton puhelu.</translation>
        </message>
        <message>
            <source>Missed calls: {count}.</source>
            <translation>Vastaamattomia puheluja: {count}.</translation>
        </message>
        <message>
            <source>Asked to be called back, by pressing the key in the announcement.</source>
            <translation>Pyysi takaisinsoittoa painamalla näppäintä tiedotteen aikana.</translation>
        </message>
        <message>
            <source>Done {time}</source>
            <translation>Hoidettu {time}</translation>
        </message>
        <message>
            <source>Done {time} by {name}</source>
            <translation>Hoidettu {time}, {name}</translation>
        </message>
        <message>
            <source>Put off until {time}</source>
            <translation>Lykätty: {time}</translation>
        </message>
        <message>
            <source>Late: should have been called by {time}</source>
            <translation>Myöhässä: olisi pitänyt soittaa viimeistään {time}</translation>
        </message>
        <message>
            <source>Call between {after} and {time}</source>
            <translation>Soita aikavälillä {after}–{time}</translation>
        </message>
        <message>
            <source>Call by {time}</source>
            <translation>Soita viimeistään {time}</translation>
        </message>
        <message>
            <source>Late since {time}</source>
            <translation>Myöhässä, aika oli {time}</translation>
        </message>
        <message>
            <source>Taken down by {name}, {time}</source>
            <translation>Kirjasi {name}, {time}</translation>
        </message>
        <message>
            <source>Called {time}</source>
            <translation>Soitti {time}</translation>
        </message>
        <message>
            <source>{name}: “{word}”</source>
            <translation>{name}: ”{word}”</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>Vaihde</translation>
        </message>
        <message>
            <source>{group}, taken by {name}</source>
            <translation>{group}, ottanut {name}</translation>
        </message>
        <message>
            <source>{time}: {outcome} ({name})</source>
            <translation>{time}: {outcome} ({name})</translation>
        </message>
        <message>
            <source>answered</source>
            <translation>vastasi</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>ei vastausta</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>varattu</translation>
        </message>
        <message>
            <source>left word</source>
            <translation>jätti viestin</translation>
        </message>
        <message>
            <source>no connection</source>
            <translation>ei yhteyttä</translation>
        </message>
        <message>
            <source>not known how it went</source>
            <translation>ei tietoa, miten kävi</translation>
        </message>
        <message>
            <source>Waiting: it is sent as soon as the presence server answers.</source>
            <translation>Odottaa: lähetetään heti, kun läsnäolopalvelin vastaa.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Lähetetään …</translation>
        </message>
        <message>
            <source>You talked. Is it done?</source>
            <translation>Puhuitte. Onko asia hoidettu?</translation>
        </message>
        <message>
            <source>You talked for {minutes} min. Is it done?</source>
            <translation>Puhuitte {minutes} min. Onko asia hoidettu?</translation>
        </message>
        <message>
            <source>Not delivered yet</source>
            <translation>Ei vielä toimitettu</translation>
        </message>
        <message>
            <source>Delivered</source>
            <translation>Toimitettu</translation>
        </message>
        <message>
            <source>Seen</source>
            <translation>Nähty</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>Yritetty</translation>
        </message>
        <message>
            <source>Returned to the switchboard</source>
            <translation>Palautettu vaihteeseen</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Valmis</translation>
        </message>
        <message>
            <source>Taken by {name}</source>
            <translation>Ottanut {name}</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>Vastaanottaja: {name}</translation>
        </message>
        <message>
            <source>Done by {name}</source>
            <translation>Hoitanut {name}</translation>
        </message>
        <message>
            <source>With {name} now</source>
            <translation>Nyt: {name}</translation>
        </message>
        <message>
            <source>Done: {who}</source>
            <translation>Hoidettu: {who}</translation>
        </message>
        <message>
            <source>Put off: {who}</source>
            <translation>Lykätty: {who}</translation>
        </message>
        <message>
            <source>Handed over: {who}</source>
            <translation>Siirretty: {who}</translation>
        </message>
        <message>
            <source>{time} {outcome}</source>
            <translation>{time} {outcome}</translation>
        </message>
    </context>
    <context>
        <name>MessageSettingsPage</name>
        <message>
            <source>Messages</source>
            <translation>Viestit</translation>
        </message>
        <message>
            <source>As the computer's own notifications</source>
            <translation>Tietokoneen omina ilmoituksina</translation>
        </message>
        <message>
            <source>As a card of this program</source>
            <translation>Tämän ohjelman korttina</translation>
        </message>
        <message>
            <source>Send me a copy by e-mail while I am away</source>
            <translation>Lähetä minulle kopio sähköpostilla, kun olen poissa</translation>
        </message>
        <message>
            <source>Send me a copy by text message while I am away</source>
            <translation>Lähetä minulle kopio tekstiviestillä, kun olen poissa</translation>
        </message>
        <message>
            <source>Pop up</source>
            <translation>Näytetään</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>Kopiot</translation>
        </message>
        <message>
            <source>Copies are sent only while an absence holds; the message itself stays in your inbox.</source>
            <translation>Kopioita lähetetään vain poissaolon aikana; itse viesti jää viesteihisi.</translation>
        </message>
        <message>
            <source>Send me the policy report by e-mail when a month is over</source>
            <translation>Lähetä puhelinpolitiikan raportti minulle sähköpostitse, kun kuukausi on päättynyt</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Raportti</translation>
        </message>
        <message>
            <source>While I am new, as long as the organisation says</source>
            <translation>Kun olen uusi, niin kauan kuin organisaatio sanoo</translation>
        </message>
        <message>
            <source>At every incoming call</source>
            <translation>Jokaisessa saapuvassa puhelussa</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Ei koskaan</translation>
        </message>
        <message>
            <source>Line to answer with</source>
            <translation>Vastausrivi</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message numerus="yes">
            <source>%n more notice(s)</source>
            <translation>
                <numerusform>%n tiedote lisää</numerusform>
                <numerusform>%n tiedotetta lisää</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n proposed notice(s)</source>
            <translation>
                <numerusform>%n ehdotettu tiedote</numerusform>
                <numerusform>%n ehdotettua tiedotetta</numerusform>
            </translation>
        </message>
        <message>
            <source>Notices   {key}</source>
            <translation>Tiedotteet   {key}</translation>
        </message>
        <message>
            <source>{unit}: {text}, until {time}</source>
            <translation>{unit}: {text}, {time} asti</translation>
        </message>
        <message>
            <source>until {time}</source>
            <translation>{time} asti</translation>
        </message>
    </context>
    <context>
        <name>NoticeWindow</name>
        <message>
            <source>Notices of the units</source>
            <translation>Yksiköiden tiedotteet</translation>
        </message>
        <message>
            <source>The library is closed on Thursday: stocktaking</source>
            <translation>Kirjasto on kiinni torstaina: inventaario</translation>
        </message>
        <message>
            <source>At once, or: Thursday 8</source>
            <translation>Heti, tai: torstai 8</translation>
        </message>
        <message>
            <source>Thursday 17, 12 June …</source>
            <translation>Torstai 17, 12. kesäkuuta …</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Yksikkö</translation>
        </message>
        <message>
            <source>&amp;What to tell callers</source>
            <translation>&amp;Mitä soittajille kerrotaan</translation>
        </message>
        <message>
            <source>Valid &amp;from</source>
            <translation>Voimassa &amp;alkaen</translation>
        </message>
        <message>
            <source>Valid un&amp;til</source>
            <translation>Voimassa a&amp;sti</translation>
        </message>
        <message>
            <source>Propose</source>
            <translation>Ehdota</translation>
        </message>
        <message>
            <source>Publish   Ctrl+Enter</source>
            <translation>Julkaise   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Close   Esc</source>
            <translation>Sulje   Esc</translation>
        </message>
        <message>
            <source>Propose   Ctrl+Enter</source>
            <translation>Ehdota   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Write what callers are to be told.</source>
            <translation>Kirjoita, mitä soittajille kerrotaan.</translation>
        </message>
        <message>
            <source>Write until when it is valid.</source>
            <translation>Kirjoita, mihin asti se on voimassa.</translation>
        </message>
        <message>
            <source>No unit has anything to tell.</source>
            <translation>Millään yksiköllä ei ole tiedotettavaa.</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Peru julkaisu</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Julkaise</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Poista</translation>
        </message>
        <message>
            <source>{begins} to {ends}</source>
            <translation>{begins} – {ends}</translation>
        </message>
        <message>
            <source>Proposed by {name}, {span}</source>
            <translation>Ehdottanut {name}, {span}</translation>
        </message>
        <message>
            <source>Shown now, {span}</source>
            <translation>Näkyy nyt, {span}</translation>
        </message>
        <message>
            <source>Published by {name}, {span}</source>
            <translation>Julkaissut {name}, {span}</translation>
        </message>
    </context>
    <context>
        <name>PersonCard</name>
        <message>
            <source>Close   Esc</source>
            <translation>Sulje   Esc</translation>
        </message>
        <message>
            <source>Extension</source>
            <translation>Alanumero</translation>
        </message>
        <message>
            <source>Direct number</source>
            <translation>Suora numero</translation>
        </message>
        <message>
            <source>Mobile</source>
            <translation>Matkapuhelin</translation>
        </message>
        <message>
            <source>Call {what} {number}</source>
            <translation>Soita: {what} {number}</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Soita</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Sähköposti</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Puhelinaika</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Paikka</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Sijainen</translation>
        </message>
        <message>
            <source>Covers for</source>
            <translation>Sijaistaa</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Huomautus</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>Yksikön tiedote</translation>
        </message>
        <message>
            <source>Callbacks</source>
            <translation>Soittopyynnöt</translation>
        </message>
        <message>
            <source>Absences</source>
            <translation>Poissaolot</translation>
        </message>
        <message>
            <source>{reason}, from {start}</source>
            <translation>{reason}, alkaen {start}</translation>
        </message>
        <message>
            <source>{reason}, {start} to {end}</source>
            <translation>{reason}, {start} – {end}</translation>
        </message>
        <message>
            <source>Works with</source>
            <translation>Työtehtävät</translation>
        </message>
        <message>
            <source>Telephone officer</source>
            <translation>Puhelinvastaava</translation>
        </message>
        <message>
            <source>You act for them</source>
            <translation>Olet valtuutettu</translation>
        </message>
    </context>
    <context>
        <name>PhonePage</name>
        <message>
            <source>no phone hours</source>
            <translation>ei</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Puhelinajat</translation>
        </message>
        <message>
            <source>I am best reached at certain hours only</source>
            <translation>Minut tavoittaa parhaiten vain tiettyinä aikoina</translation>
        </message>
        <message>
            <source>Outside these hours callers hear when you are reached, and may ask to be called back. Use it sparingly.</source>
            <translation>Näiden aikojen ulkopuolella soittaja kuulee, milloin sinut tavoittaa, ja voi pyytää takaisinsoittoa. Käytä harkiten.</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Ajat</translation>
        </message>
        <message>
            <source>Up to and with</source>
            <translation>Viimeinen päivä</translation>
        </message>
        <message>
            <source>These are over: you are reached as usual.</source>
            <translation>Nämä ovat päättyneet: sinut tavoittaa tavalliseen tapaan.</translation>
        </message>
        <message>
            <source>Write at least one day's hours, for example 9-11.</source>
            <translation>Kirjoita ainakin yhden päivän ajat, esimerkiksi 9-11.</translation>
        </message>
        <message>
            <source>Only where you are best reached at certain hours.</source>
            <translation>Vain, kun sinut tavoittaa parhaiten tiettyinä aikoina.</translation>
        </message>
    </context>
    <context>
        <name>Phrases</name>
        <message>
            <source>{name} is away too: calls go on from there.</source>
            <translation>{name} on myös poissa: puhelut jatkavat sieltä eteenpäin.</translation>
        </message>
        <message>
            <source>Not known whether your phone can be reached</source>
            <translation>Ei tiedossa, onko puhelimesi tavoitettavissa</translation>
        </message>
        <message>
            <source>The telephone exchange does not know your phone, or does not answer.</source>
            <translation>Puhelinvaihde ei tunne puhelintasi tai ei vastaa.</translation>
        </message>
        <message>
            <source>Not signed in</source>
            <translation>Ei kirjautunut</translation>
        </message>
        <message>
            <source>Status not known yet</source>
            <translation>Tilaa ei vielä tiedetä</translation>
        </message>
        <message>
            <source>Overdue: are you back?</source>
            <translation>Myöhässä: oletko palannut?</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>Tavoitettavissa</translation>
        </message>
        <message>
            <source>{reason}, until further notice</source>
            <translation>{reason}, toistaiseksi</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, paluu {time}</translation>
        </message>
        <message>
            <source>Sign in to set your status.</source>
            <translation>Kirjaudu sisään, niin voit asettaa poissaolon.</translation>
        </message>
        <message>
            <source>Connecting to the presence server …</source>
            <translation>Yhdistetään palvelimeen …</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known last.</source>
            <translation>Palvelimeen ei saada yhteyttä. Tämä on viimeksi tiedetty tila.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Lähetetään …</translation>
        </message>
        <message>
            <source>Waiting: it is sent as soon as the presence server answers.</source>
            <translation>Odottaa: lähetetään heti, kun palvelin vastaa.</translation>
        </message>
        <message>
            <source>Not confirmed: the telephone exchange does not have it yet.</source>
            <translation>Ei vahvistettu: puhelinvaihteessa sitä ei vielä ole.</translation>
        </message>
        <message>
            <source>Calls ring at your phone. Confirmed by the telephone exchange.</source>
            <translation>Puhelut tulevat puhelimeesi. Puhelinvaihde on vahvistanut tämän.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange.</source>
            <translation>Puhelinvaihde on vahvistanut tämän.</translation>
        </message>
        <message>
            <source>This computer's clock is {much} fast; the presence server's time counts.</source>
            <translation>Tämän tietokoneen kello edistää {much}; läsnäolopalvelimen aika ratkaisee.</translation>
        </message>
        <message>
            <source>This computer's clock is {much} slow; the presence server's time counts.</source>
            <translation>Tämän tietokoneen kello jätättää {much}; läsnäolopalvelimen aika ratkaisee.</translation>
        </message>
        <message>
            <source>All times are those of {city}.</source>
            <translation>Kaikki ajat ovat paikallista aikaa ({city}).</translation>
        </message>
        <message>
            <source>{count} s</source>
            <translation>{count} s</translation>
        </message>
        <message>
            <source>{count} min</source>
            <translation>{count} min</translation>
        </message>
        <message>
            <source>{count} h</source>
            <translation>{count} h</translation>
        </message>
        <message>
            <source>{count} days</source>
            <translation>{count} päivää</translation>
        </message>
        <message>
            <source>A demo: its clock is its own, and so are its callers.</source>
            <translation>Esittely: kello on sen oma ja soittajat keksittyjä.</translation>
        </message>
        <message>
            <source>Your account has no telephone</source>
            <translation>Tililläsi ei ole puhelinta</translation>
        </message>
        <message>
            <source>It has no absence to set. Colleagues and messages are there as usual.</source>
            <translation>Sillä ei ole omaa poissaoloa asetettavaksi. Työtoverit ja viestit ovat käytettävissä kuten ennenkin.</translation>
        </message>
        <message>
            <source>This program ({own}) is older than the presence server wants ({wanted}). It goes on, but some things may be missing: ask for a newer one.</source>
            <translation>Ohjelma ({own}) on vanhempi kuin läsnäolopalvelin haluaa ({wanted}). Se toimii, mutta jotakin voi puuttua: pyydä uudempaa.</translation>
        </message>
        <message>
            <source>The presence server ({hub}) is older than this program wants ({wanted}). It goes on, but some things may be missing. Tell the administrator.</source>
            <translation>Läsnäolopalvelin ({hub}) on vanhempi kuin ohjelma haluaa ({wanted}). Se toimii, mutta jotakin voi puuttua. Kerro ylläpitäjälle.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange. The presence server ends it.</source>
            <translation>Puhelinvaihde on vahvistanut tämän. Läsnäolopalvelin päättää sen.</translation>
        </message>
        <message>
            <source>A newer version of this program is ready ({newest}): ask for it.</source>
            <translation>Ohjelmasta on valmiina uudempi versio ({newest}): pyydä sitä.</translation>
        </message>
        <message>
            <source>A newer version of this program is ready ({newest}): {where}</source>
            <translation>Ohjelmasta on valmiina uudempi versio ({newest}): {where}</translation>
        </message>
        <message>
            <source>Phone forwarded</source>
            <translation>Puhelin siirretty</translation>
        </message>
        <message>
            <source>Your phone is forwarded in the telephone exchange, by hand: calls do not ring at it.</source>
            <translation>Puhelimesi on siirretty puhelinvaihteessa käsin: puhelut eivät soi siinä.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange, which also ends it.</source>
            <translation>Puhelinvaihde on vahvistanut tämän ja myös päättää sen.</translation>
        </message>
    </context>
    <context>
        <name>PlanningController</name>
        <message>
            <source>Reading the file in …</source>
            <translation>Luetaan tiedostoa …</translation>
        </message>
    </context>
    <context>
        <name>PlanEntry</name>
        <message>
            <source>Plan</source>
            <translation>Suunnittele</translation>
        </message>
        <message>
            <source>For example: holiday week 28-31, course thursday 9-12, meeting every tuesday 13-15</source>
            <translation>Esimerkiksi: loma viikko 28-31, koulutus to 9-12, kokous joka ti 13-15</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Sijainen</translation>
        </message>
        <message>
            <source>Plan it</source>
            <translation>Suunnittele</translation>
        </message>
        <message>
            <source>Keep it as it was</source>
            <translation>Jätä ennalleen</translation>
        </message>
        <message>
            <source>&amp;Deputy</source>
            <translation>&amp;Sijainen</translation>
        </message>
        <message>
            <source>Nobody</source>
            <translation>Ei kukaan</translation>
        </message>
        <message>
            <source>Change it</source>
            <translation>Muuta</translation>
        </message>
        <message>
            <source>Draw over days above, or type what and when here.</source>
            <translation>Vedä päivien yli tai kirjoita tähän, mitä ja milloin.</translation>
        </message>
        <message>
            <source>What is it? Type it before the days: holiday, course, meeting …</source>
            <translation>Mitä se on? Kirjoita se päivien eteen: loma, koulutus, kokous …</translation>
        </message>
        <message>
            <source>Choose the deputy from the list, or nobody.</source>
            <translation>Valitse sijainen luettelosta tai ei kukaan.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Lähetetään …</translation>
        </message>
        <message>
            <source>Yes, {days} days</source>
            <translation>Kyllä, {days} päivää</translation>
        </message>
        <message>
            <source>{plan} That is {days} days. Press Enter again if it is right.</source>
            <translation>{plan} Se on {days} päivää. Paina Enter uudelleen, jos se on oikein.</translation>
        </message>
        <message>
            <source>Plan it for {name}</source>
            <translation>Suunnittele: {name}</translation>
        </message>
    </context>
    <context>
        <name>PlanImport</name>
        <message>
            <source>Read in a calendar file</source>
            <translation>Lue kalenteritiedosto</translation>
        </message>
        <message>
            <source>Calendar files (*.ics *.ical)</source>
            <translation>Kalenteritiedostot (*.ics *.ical)</translation>
        </message>
        <message>
            <source>The file is larger than a calendar should be.</source>
            <translation>Tiedosto on suurempi kuin kalenterin pitäisi olla.</translation>
        </message>
        <message>
            <source>The file is no calendar file.</source>
            <translation>Tiedosto ei ole kalenteritiedosto.</translation>
        </message>
        <message>
            <source>planned: {count}</source>
            <translation>suunniteltu: {count}</translation>
        </message>
        <message>
            <source>changed: {count}</source>
            <translation>muutettu: {count}</translation>
        </message>
        <message>
            <source>left out: {count}</source>
            <translation>ohitettu: {count}</translation>
        </message>
        <message>
            <source>Nothing in the file is new.</source>
            <translation>Tiedostossa ei ole mitään uutta.</translation>
        </message>
        <message>
            <source>taken back: {count}</source>
            <translation>poistettu: {count}</translation>
        </message>
        <message>
            <source>The file is no calendar file, or it is saved in an encoding that cannot be read. Save it as UTF-8.</source>
            <translation>Tiedosto ei ole kalenteritiedosto, tai sen merkistöä ei voi lukea. Tallenna se UTF-8-muodossa.</translation>
        </message>
    </context>
    <context>
        <name>PlanStrip</name>
        <message>
            <source>Planned absences</source>
            <translation>Suunnitellut poissaolot</translation>
        </message>
        <message>
            <source>Nothing planned.</source>
            <translation>Ei mitään suunniteltua.</translation>
        </message>
    </context>
    <context>
        <name>PlanWindow</name>
        <message>
            <source>Planned absences</source>
            <translation>Suunnitellut poissaolot</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Viikko</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Kuukausi</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Aiemmin</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Myöhemmin</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Tänään</translation>
        </message>
        <message>
            <source>Read in a calendar file …</source>
            <translation>Lue kalenteritiedosto …</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Muuta</translation>
        </message>
        <message>
            <source>Not this time</source>
            <translation>Ei tällä kertaa</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>Poista</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Kumoa</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Haetaan …</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was planned as of {time}; change it later.</source>
            <translation>Ei yhteyttä läsnäolopalvelimeen. Suunnitelma sellaisena kuin se tiedettiin {time}; muuta sitä myöhemmin.</translation>
        </message>
        <message>
            <source>Nothing is planned in these days. Draw over days, or type below.</source>
            <translation>Näille päiville ei ole suunniteltu mitään. Vedä päivien yli tai kirjoita alla olevaan kenttään.</translation>
        </message>
        <message>
            <source>Taken away: {reason}</source>
            <translation>Poistettu: {reason}</translation>
        </message>
        <message>
            <source>week {week}</source>
            <translation>viikko {week}</translation>
        </message>
        <message>
            <source>Take all away</source>
            <translation>Poista kaikki</translation>
        </message>
        <message>
            <source>It repeats in a way that is changed where it was made: in its calendar file or by a shell.</source>
            <translation>Se toistuu tavalla, jota muutetaan siellä, missä se tehtiin: kalenteritiedostossa tai komentorivillä.</translation>
        </message>
        <message>
            <source>It was not planned here. {sentence}</source>
            <translation>Sitä ei ole suunniteltu täällä. {sentence}</translation>
        </message>
        <message>
            <source>Changed: {plan}</source>
            <translation>Muutettu: {plan}</translation>
        </message>
        <message>
            <source>Planned: {plan}</source>
            <translation>Suunniteltu: {plan}</translation>
        </message>
        <message>
            <source>Bring back what was taken away</source>
            <translation>Palauta poistetut</translation>
        </message>
        <message>
            <source>You may plan for {name}, and are not shown what is planned.</source>
            <translation>Voit suunnitella henkilölle {name}, mutta et näe, mitä on suunniteltu.</translation>
        </message>
        <message>
            <source>Nothing is planned in these days.</source>
            <translation>Näille päiville ei ole suunniteltu mitään.</translation>
        </message>
        <message>
            <source>You may see what is planned for {name}, and change nothing.</source>
            <translation>Voit nähdä, mitä henkilölle {name} on suunniteltu, mutta et muuttaa mitään.</translation>
        </message>
    </context>
    <context>
        <name>Plans</name>
        <message>
            <source>It repeats.</source>
            <translation>Se toistuu.</translation>
        </message>
        <message>
            <source>Note: {note}</source>
            <translation>Huomautus: {note}</translation>
        </message>
        <message>
            <source>{reason} from {start} until further notice.</source>
            <translation>{reason} alkaen {start} toistaiseksi.</translation>
        </message>
        <message>
            <source>{reason} {start}, back {end}.</source>
            <translation>{reason} {start}, paluu {end}.</translation>
        </message>
        <message>
            <source>{reason} from {start}, back {end}.</source>
            <translation>{reason} alkaen {start}, paluu {end}.</translation>
        </message>
        <message>
            <source>From your calendar.</source>
            <translation>Kalenteristasi.</translation>
        </message>
        <message>
            <source>Planned.</source>
            <translation>Suunniteltu.</translation>
        </message>
        <message>
            <source>Set by the switchboard.</source>
            <translation>Vaihteen asettama.</translation>
        </message>
        <message>
            <source>Set by a phone code.</source>
            <translation>Asetettu puhelinkoodilla.</translation>
        </message>
        <message>
            <source>Set by yourself.</source>
            <translation>Itse asettamasi.</translation>
        </message>
        <message>
            <source>Something else goes before it for a while.</source>
            <translation>Jokin muu menee hetkeksi edelle.</translation>
        </message>
        <message>
            <source>{winner} goes before it meanwhile: it begins later.</source>
            <translation>{winner} menee edelle sen ajan: se alkaa myöhemmin.</translation>
        </message>
        <message>
            <source>by hand, then switchboard, phone code, plan, calendar, working time</source>
            <translation>käsin, sitten vaihde, puhelinkoodi, suunnitelma, kalenteri, työaika</translation>
        </message>
        <message>
            <source>{winner} goes before it meanwhile ({rule}).</source>
            <translation>{winner} menee edelle sen ajan ({rule}).</translation>
        </message>
        <message>
            <source>{name} covers for you.</source>
            <translation>{name} sijaistaa sinua.</translation>
        </message>
        <message>
            <source>{name} cannot cover for you.</source>
            <translation>{name} ei voi sijaistaa sinua.</translation>
        </message>
        <message>
            <source>{name} has been asked to cover for you.</source>
            <translation>{name} on pyydetty sijaiseksi.</translation>
        </message>
        <message>
            <source>w {week}</source>
            <translation>vk {week}</translation>
        </message>
        <message>
            <source>{reason} from now, back {end}.</source>
            <translation>{reason} nyt, paluu {end}.</translation>
        </message>
        <message>
            <source>{reason} {days}, first {start}.</source>
            <translation>{reason} {days}, ensimmäisen kerran {start}.</translation>
        </message>
        <message>
            <source>{reason} {first}, all day, back {end}.</source>
            <translation>{reason} {first}, koko päivän, paluu {end}.</translation>
        </message>
        <message>
            <source>{reason} {first} – {last}, back {end}.</source>
            <translation>{reason} {first} – {last}, paluu {end}.</translation>
        </message>
        <message>
            <source>again and again</source>
            <translation>toistuvasti</translation>
        </message>
        <message>
            <source>{reason} {day}, all day.</source>
            <translation>{reason} {day}, koko päivän.</translation>
        </message>
        <message>
            <source>{reason} {first} – {last}, all days.</source>
            <translation>{reason} {first} – {last}, koko päivät.</translation>
        </message>
    </context>
    <context>
        <name>RemindersPage</name>
        <message>
            <source>Reminders</source>
            <translation>Muistutukset</translation>
        </message>
        <message>
            <source>Ask before lunch</source>
            <translation>Kysy ennen lounasta</translation>
        </message>
        <message>
            <source>Learn from my own lunches when that is</source>
            <translation>Opi, milloin yleensä syön lounasta</translation>
        </message>
        <message>
            <source>Forget my lunches</source>
            <translation>Unohda lounaani</translation>
        </message>
        <message>
            <source>Ask at the end of the working day</source>
            <translation>Kysy työpäivän lopussa</translation>
        </message>
        <message>
            <source>When I unlock after my return time, I am not overdue any more</source>
            <translation>Kun avaan lukituksen paluuajan jälkeen, en ole enää myöhässä</translation>
        </message>
        <message>
            <source>Ask me when I was away and nothing was set</source>
            <translation>Kysy, kun olen ollut poissa eikä mitään ollut asetettu</translation>
        </message>
        <message>
            <source>A screen locked at lunch time sets lunch</source>
            <translation>Lounasaikaan lukittu näyttö asettaa lounaan</translation>
        </message>
        <message>
            <source>Gone for the day when my working time ends</source>
            <translation>Päivä päättyy, kun työaikani loppuu</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>Kysymykset</translation>
        </message>
        <message>
            <source>Lock and idle time are read on this computer only, and never told to anybody.</source>
            <translation>Lukitus ja joutoaika luetaan vain tällä tietokoneella, eikä niitä kerrota kenellekään.</translation>
        </message>
        <message>
            <source>Coming back</source>
            <translation>Paluu</translation>
        </message>
        <message>
            <source>Office networks</source>
            <translation>Toimiston verkot</translation>
        </message>
        <message>
            <source>At the office you are asked whether calls should go to the mobile any longer.</source>
            <translation>Toimistolla sinulta kysytään, ohjataanko puhelut yhä matkapuhelimeen.</translation>
        </message>
        <message>
            <source>By itself</source>
            <translation>Automaattisesti</translation>
        </message>
        <message numerus="yes">
            <source>Asked about {time}, learnt from your last %n lunch(es).</source>
            <translation>
                <numerusform>Kysytään noin klo {time}, %n viime lounaasi perusteella.</numerusform>
                <numerusform>Kysytään noin klo {time}, %n viime lounaasi perusteella.</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked about {time}, as Working time says.</source>
            <translation>Kysytään noin klo {time}, kuten Työaika-sivulla.</translation>
        </message>
        <message>
            <source>Only where you are asked before lunch.</source>
            <translation>Vain, kun sinulta kysytään ennen lounasta.</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>These choices lie at the presence server, with which there is no contact now.</source>
            <translation>Nämä valinnat ovat läsnäolopalvelimella, johon ei juuri nyt ole yhteyttä.</translation>
        </message>
        <message>
            <source>What is grey here has been decided by your organisation.</source>
            <translation>Tässä harmaana olevan on päättänyt organisaatiosi.</translation>
        </message>
    </context>
    <context>
        <name>SettingsWindow</name>
        <message>
            <source>Settings</source>
            <translation>Asetukset</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Sivut</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Peruuta</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Tallenna</translation>
        </message>
        <message>
            <source>Nothing has been saved yet. {why}</source>
            <translation>Mitään ei ole vielä tallennettu. {why}</translation>
        </message>
        <message>
            <source>Saving at the presence server …</source>
            <translation>Tallennetaan läsnäolopalvelimelle …</translation>
        </message>
    </context>
    <context>
        <name>Shortcut</name>
        <message>
            <source>Another program uses these keys. Choose others.</source>
            <translation>Toinen ohjelma käyttää näitä näppäimiä. Valitse muut.</translation>
        </message>
        <message>
            <source>On Wayland only the desktop gives out shortcuts. Add one in the desktop's keyboard settings with the command kalix-presence.</source>
            <translation>Waylandissa vain työpöytä jakaa pikanäppäimiä. Lisää pikanäppäin työpöydän näppäimistöasetuksissa komennolla kalix-presence.</translation>
        </message>
        <message>
            <source>This system does not let the program have a shortcut. Use the tray icon.</source>
            <translation>Tämä järjestelmä ei anna ohjelmalle pikanäppäintä. Käytä ilmoitusalueen kuvaketta.</translation>
        </message>
        <message>
            <source>These keys cannot be used here. Choose Ctrl, Alt or both with another key.</source>
            <translation>Näitä näppäimiä ei voi käyttää tässä. Valitse Ctrl, Alt tai molemmat yhdessä toisen näppäimen kanssa.</translation>
        </message>
    </context>
    <context>
        <name>ShortcutField</name>
        <message>
            <source>Press the keys</source>
            <translation>Paina näppäimiä</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Ei mitään</translation>
        </message>
    </context>
    <context>
        <name>SessionsField</name>
        <message>
            <source>Sign out everywhere else</source>
            <translation>Kirjaudu ulos muualta</translation>
        </message>
        <message>
            <source>More sign-ins: {count}.</source>
            <translation>Lisää kirjautumisia: {count}.</translation>
        </message>
        <message>
            <source>Unnamed device</source>
            <translation>Nimetön laite</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Kirjaudu ulos</translation>
        </message>
        <message>
            <source>Sign out of {name}</source>
            <translation>Kirjaudu ulos: {name}</translation>
        </message>
        <message>
            <source>This sign-in</source>
            <translation>Tämä kirjautuminen</translation>
        </message>
        <message>
            <source>Connected now</source>
            <translation>Yhteydessä nyt</translation>
        </message>
        <message>
            <source>Seen {time}</source>
            <translation>Nähty {time}</translation>
        </message>
        <message>
            <source>since {time}</source>
            <translation>alkaen {time}</translation>
        </message>
    </context>
    <context>
        <name>SignInPage</name>
        <message>
            <source>Second factor</source>
            <translation>Toinen vaihe</translation>
        </message>
        <message>
            <source>Give up …</source>
            <translation>Poista …</translation>
        </message>
        <message>
            <source>Set up …</source>
            <translation>Ota käyttöön …</translation>
        </message>
        <message>
            <source>Not known without contact with the server.</source>
            <translation>Ei tiedossa ilman yhteyttä palvelimeen.</translation>
        </message>
        <message>
            <source>A code is asked for when you sign in.</source>
            <translation>Kirjautumiseen tarvitaan koodi.</translation>
        </message>
        <message>
            <source>The password is enough.</source>
            <translation>Pelkkä salasana riittää.</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>Kirjautuminen</translation>
        </message>
        <message>
            <source>Change password</source>
            <translation>Vaihda salasana</translation>
        </message>
        <message>
            <source>Present password</source>
            <translation>Nykyinen salasana</translation>
        </message>
        <message>
            <source>New password</source>
            <translation>Uusi salasana</translation>
        </message>
        <message>
            <source>Again</source>
            <translation>Uudelleen</translation>
        </message>
        <message>
            <source>Signed in at</source>
            <translation>Kirjautumiset</translation>
        </message>
        <message>
            <source>The password is changed, and other sign-ins are ended.</source>
            <translation>Salasana on vaihdettu, ja muut kirjautumiset on päätetty.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Täytä ensin kaikki kentät.</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>Palvelimelta kysytään.</translation>
        </message>
    </context>
    <context>
        <name>SignInWindow</name>
        <message>
            <source>&amp;New password</source>
            <translation>&amp;Uusi salasana</translation>
        </message>
        <message>
            <source>New password &amp;again</source>
            <translation>Uusi salasana uud&amp;elleen</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Kirjaudu sisään</translation>
        </message>
        <message>
            <source>Caps Lock seems to be on.</source>
            <translation>Caps Lock näyttää olevan päällä.</translation>
        </message>
        <message>
            <source>With the username and password for Kalix Presence.</source>
            <translation>Kalix Presencen käyttäjätunnuksella ja salasanalla.</translation>
        </message>
        <message>
            <source>&amp;Username</source>
            <translation>&amp;Käyttäjätunnus</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Salasana</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Palvelin</translation>
        </message>
        <message>
            <source>Address of the server</source>
            <translation>Palvelimen osoite</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Ei nyt</translation>
        </message>
        <message>
            <source>Signing in …</source>
            <translation>Kirjaudutaan …</translation>
        </message>
        <message>
            <source>Which address did your administrator give you?</source>
            <translation>Minkä osoitteen sait ylläpitäjältäsi?</translation>
        </message>
        <message>
            <source>Your network names this server. Is it your organisation's?</source>
            <translation>Verkkosi ilmoittaa tämän palvelimen. Onko se organisaatiosi palvelin?</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>Palvelimelta kysytään.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Täytä ensin kaikki kentät.</translation>
        </message>
        <message>
            <source>Or with the username and password for Kalix Presence.</source>
            <translation>Tai Kalix Presencen käyttäjätunnuksella ja salasanalla.</translation>
        </message>
        <message>
            <source>Go on in your browser. If it was closed, press the button again.</source>
            <translation>Jatka selaimessa. Jos se suljettiin, paina painiketta uudelleen.</translation>
        </message>
    </context>
    <context>
        <name>SmallWindow</name>
        <message>
            <source>My status</source>
            <translation>Oma tila</translation>
        </message>
        <message>
            <source>Set status …</source>
            <translation>Aseta poissaolo …</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Valikko</translation>
        </message>
    </context>
    <context>
        <name>StatusPanel</name>
        <message>
            <source>Set status</source>
            <translation>Aseta poissaolo</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Tila</translation>
        </message>
        <message>
            <source>For example: l 13, or meeting until half past two</source>
            <translation>Esimerkiksi: l 13 tai kokous puoli kolmeen</translation>
        </message>
        <message>
            <source>Only colleagues who may see it, never callers</source>
            <translation>Näkyy vain työtovereille, joilla on siihen oikeus, ei soittajille</translation>
        </message>
        <message>
            <source>Calls go to</source>
            <translation>Puhelut ohjataan</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Huomautus</translation>
        </message>
        <message>
            <source>I am back</source>
            <translation>Olen palannut</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Sulje</translation>
        </message>
        <message>
            <source>Colleagues   Ctrl+F</source>
            <translation>Työtoverit   Ctrl+F</translation>
        </message>
        <message>
            <source>Type the number or the colleague that calls should go to.</source>
            <translation>Kirjoita numero tai työtoveri, jolle puhelut ohjataan.</translation>
        </message>
        <message numerus="yes">
            <source>%n character(s) left</source>
            <translation>
                <numerusform>%n merkki jäljellä</numerusform>
                <numerusform>%n merkkiä jäljellä</numerusform>
            </translation>
        </message>
        <message>
            <source>The time has already passed. Set a new one.</source>
            <translation>Aika on jo mennyt. Aseta uusi.</translation>
        </message>
        <message>
            <source>Note: {note}</source>
            <translation>Huomautus: {note}</translation>
        </message>
        <message>
            <source>{reading} That is {days} days. Press F2 again if it is right.</source>
            <translation>{reading} Se on {days} päivää. Paina F2 uudelleen, jos se on oikein.</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Kirjaudu sisään</translation>
        </message>
        <message>
            <source>You are not away: there is nothing to end.</source>
            <translation>Et ole poissa: lopetettavaa ei ole.</translation>
        </message>
    </context>
    <context>
        <name>TimeChips</name>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <source>Rest of the day</source>
            <translation>Loppupäivä</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>Huomenna</translation>
        </message>
        <message>
            <source>Date …</source>
            <translation>Päivä …</translation>
        </message>
        <message>
            <source>Until further notice</source>
            <translation>Toistaiseksi</translation>
        </message>
        <message>
            <source>Until {time}</source>
            <translation>Klo {time} asti</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>Policy report …</source>
            <translation>Puhelinpolitiikan raportti …</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) wait for you.</source>
            <translation>
                <numerusform>%n viesti odottaa sinua.</numerusform>
                <numerusform>%n viestiä odottaa sinua.</numerusform>
            </translation>
        </message>
        <message>
            <source>Sign in …</source>
            <translation>Kirjaudu …</translation>
        </message>
        <message>
            <source>Status panel …</source>
            <translation>Tilapaneeli …</translation>
        </message>
        <message>
            <source>Colleagues …</source>
            <translation>Työtoverit …</translation>
        </message>
        <message>
            <source>Planned absences …</source>
            <translation>Suunnitellut poissaolot …</translation>
        </message>
        <message>
            <source>Settings …</source>
            <translation>Asetukset …</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Kirjaudu ulos</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Lopeta</translation>
        </message>
        <message>
            <source>Messages ({count}) …</source>
            <translation>Viestit ({count}) …</translation>
        </message>
        <message>
            <source>Messages …</source>
            <translation>Viestit …</translation>
        </message>
        <message>
            <source>Leave a message …</source>
            <translation>Jätä viesti …</translation>
        </message>
        <message>
            <source>I am back</source>
            <translation>Olen palannut</translation>
        </message>
        <message>
            <source>More reasons</source>
            <translation>Lisää syitä</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, paluu {time}</translation>
        </message>
        <message>
            <source>How it works …</source>
            <translation>Näin se toimii …</translation>
        </message>
        <message>
            <source>Telephone matters …</source>
            <translation>Puhelinasiat …</translation>
        </message>
        <message>
            <source>First steps ({count} left) …</source>
            <translation>Ensiaskeleet ({count} jäljellä) …</translation>
        </message>
    </context>
    <context>
        <name>Undo</name>
        <message>
            <source>Undo</source>
            <translation>Kumoa</translation>
        </message>
    </context>
    <context>
        <name>UndoLine</name>
        <message>
            <source>Undo   {key}</source>
            <translation>Kumoa   {key}</translation>
        </message>
    </context>
    <context>
        <name>WeekField</name>
        <message>
            <source>off</source>
            <translation>vapaa</translation>
        </message>
    </context>
    <context>
        <name>ReturnQuestions</name>
        <message>
            <source>Are you back?</source>
            <translation>Oletko palannut?</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Kyllä</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>Ei vielä</translation>
        </message>
        <message>
            <source>Ring here again?</source>
            <translation>Soitetaanko taas tänne?</translation>
        </message>
        <message>
            <source>You are at your desk, and calls still go to your mobile. {marked}</source>
            <translation>Olet työpöytäsi ääressä, ja puhelut menevät yhä matkapuhelimeesi. {marked}</translation>
        </message>
        <message>
            <source>Ring here</source>
            <translation>Puhelut tänne</translation>
        </message>
        <message>
            <source>Keep the mobile</source>
            <translation>Yhä matkapuhelimeen</translation>
        </message>
        <message>
            <source>Set an absence?</source>
            <translation>Asetetaanko poissaolo?</translation>
        </message>
        <message>
            <source>You are marked as {reason} until further notice.</source>
            <translation>Sinut on merkitty: {reason}, toistaiseksi.</translation>
        </message>
        <message>
            <source>You are marked as {reason} until {time}.</source>
            <translation>Sinut on merkitty: {reason}, paluu {time}.</translation>
        </message>
        <message>
            <source>Nobody sat here from {left} to {back}, and nothing was set: a call rang at an empty desk. Going again? Say so first.</source>
            <translation>Tässä ei istunut ketään {left}–{back}, eikä mitään ollut asetettu: puhelu soi tyhjällä pöydällä. Lähdetkö taas? Kerro se ensin.</translation>
        </message>
        <message>
            <source>I stay</source>
            <translation>Jään tähän</translation>
        </message>
        <message>
            <source>Other …</source>
            <translation>Muu …</translation>
        </message>
        <message>
            <source>Not today</source>
            <translation>Ei tänään</translation>
        </message>
    </context>
    <context>
        <name>WordField</name>
        <message>
            <source>What the call is about ({key}); whoever gets the call sees it</source>
            <translation>Mitä puhelu koskee ({key}); puhelun saaja näkee sen</translation>
        </message>
        <message>
            <source>What the call is about</source>
            <translation>Mitä puhelu koskee</translation>
        </message>
    </context>
    <context>
        <name>_Row</name>
        <message>
            <source>First day</source>
            <translation>Ensimmäinen päivä</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Viimeinen päivä</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Ajat</translation>
        </message>
        <message>
            <source>off</source>
            <translation>vapaa</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Poista</translation>
        </message>
    </context>
    <context>
        <name>LineAnswers</name>
        <message>
            <source>{line}   F2</source>
            <translation>{line}   F2</translation>
        </message>
        <message>
            <source>Plan it   F2</source>
            <translation>Suunnittele   F2</translation>
        </message>
        <message>
            <source>From now   F3</source>
            <translation>Nyt   F3</translation>
        </message>
    </context>
    <context>
        <name>MachinePolicy</name>
        <message>
            <source>Decided by your organisation for this computer ({file}).</source>
            <translation>Organisaatiosi on määrännyt tämän tälle tietokoneelle ({file}).</translation>
        </message>
        <message>
            <source>Your organisation's settings cannot be read</source>
            <translation>Organisaation asetuksia ei voi lukea</translation>
        </message>
        <message>
            <source>Your organisation's settings for this computer cannot be read ({file}), so the server is not known. Tell your administrator.</source>
            <translation>Organisaatiosi asetuksia tälle tietokoneelle ei voi lukea ({file}), joten palvelin ei ole tiedossa. Kerro ylläpitäjälle.</translation>
        </message>
        <message>
            <source>Your organisation's settings for this computer cannot be read ({file}), so this stays as it was. Tell your administrator.</source>
            <translation>Organisaatiosi asetuksia tälle tietokoneelle ei voi lukea ({file}), joten tämä pysyy ennallaan. Kerro ylläpitäjälle.</translation>
        </message>
    </context>
    <context>
        <name>_Calendar</name>
        <message>
            <source>Choose a day</source>
            <translation>Valitse päivä</translation>
        </message>
    </context>
    <context>
        <name>Main</name>
        <message>
            <source>The program could not start. What went wrong is written down: kalix-presence log --path says where.</source>
            <translation>Ohjelma ei käynnistynyt. Vika on kirjattu: kalix-presence log --path kertoo minne.</translation>
        </message>
    </context>
    <context>
        <name>SigningIn</name>
        <message>
            <source>Signed in</source>
            <translation>Kirjautunut sisään</translation>
        </message>
        <message>
            <source>Your keyring is locked, so you are asked to sign in at each start. Unlock it to be remembered.</source>
            <translation>Avainnippusi on lukittu, joten sinun on kirjauduttava joka käynnistyksessä. Avaa lukitus, niin kirjautuminen muistetaan.</translation>
        </message>
        <message>
            <source>Your keyring does not answer, so you are asked to sign in at each start.</source>
            <translation>Avainnippusi ei vastaa, joten sinun on kirjauduttava joka käynnistyksessä.</translation>
        </message>
        <message>
            <source>This computer has no keyring to keep your sign-in safe, so you are asked at each start.</source>
            <translation>Tässä tietokoneessa ei ole avainnippua, jossa kirjautuminen säilyisi turvassa, joten sinun on kirjauduttava joka käynnistyksessä.</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>Kirjautunut ulos</translation>
        </message>
    </context>
    <context>
        <name>WelcomeWindow</name>
        <message>
            <source>Welcome</source>
            <translation>Tervetuloa</translation>
        </message>
        <message>
            <source>Try it</source>
            <translation>Kokeile</translation>
        </message>
        <message>
            <source>Start when I sign in to the computer</source>
            <translation>Käynnistä, kun kirjaudun tietokoneelle</translation>
        </message>
        <message>
            <source>A few letters say where you are, and callers hear when you are back. Try: l 13. Nothing is set here.</source>
            <translation>Muutama kirjain kertoo, missä olet, ja soittaja kuulee, milloin palaat. Kokeile: l 13. Tässä ei aseteta mitään.</translation>
        </message>
        <message>
            <source>Change my times …</source>
            <translation>Muuta aikojani …</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Valmis</translation>
        </message>
        <message>
            <source>{keys} opens the field from anywhere; so does a click on the icon by the clock.</source>
            <translation>{keys} avaa kentän mistä tahansa; samoin kellon vieressä olevan kuvakkeen napsautus.</translation>
        </message>
        <message>
            <source>A click on the icon by the clock opens the field.</source>
            <translation>Kellon vieressä olevan kuvakkeen napsautus avaa kentän.</translation>
        </message>
        <message>
            <source>Hello {name}, extension {extension}</source>
            <translation>Hei {name}, alanumero {extension}</translation>
        </message>
        <message>
            <source>Your working time is not known. Set it, so that return times are right.</source>
            <translation>Työaikaasi ei tiedetä. Aseta se, niin paluuajat ovat oikein.</translation>
        </message>
        <message>
            <source>Your next working day is from {starts} to {ends}. Is that right?</source>
            <translation>Seuraava työpäiväsi on klo {starts}–{ends}. Pitääkö se paikkansa?</translation>
        </message>
        <message>
            <source>Starting with the computer could not be arranged: {why}</source>
            <translation>Käynnistystä tietokoneen mukana ei voitu järjestää: {why}</translation>
        </message>
    </context>
    <context>
        <name>ReportController</name>
        <message>
            <source>Fetching …</source>
            <translation>Haetaan …</translation>
        </message>
        <message>
            <source>Plots are not installed on this computer; the table says the same. Ask your administrator for them.</source>
            <translation>Kuvioita ei ole asennettu tälle tietokoneelle; taulukko kertoo saman. Pyydä niitä ylläpitäjältä.</translation>
        </message>
        <message>
            <source>The plot could not be drawn; the table says the same.</source>
            <translation>Kuviota ei voitu piirtää; taulukko kertoo saman.</translation>
        </message>
        <message>
            <source>PDF is not installed on this computer. Save as CSV, or ask your administrator for it.</source>
            <translation>PDF:ää ei ole asennettu tälle tietokoneelle. Tallenna CSV-muodossa tai pyydä sitä ylläpitäjältä.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Tallennettu: {path}</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>Tallennus ei onnistunut: {why}</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Tallennetaan …</translation>
        </message>
    </context>
    <context>
        <name>ReportSaving</name>
        <message>
            <source>Save the report</source>
            <translation>Tallenna raportti</translation>
        </message>
        <message>
            <source>policy-report</source>
            <translation>puhelinraportti</translation>
        </message>
    </context>
    <context>
        <name>ReportWindow</name>
        <message>
            <source>Policy report</source>
            <translation>Puhelinpolitiikan raportti</translation>
        </message>
        <message>
            <source>One level up</source>
            <translation>Taso ylöspäin</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Ylös</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Viikko</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Kuukausi</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Jakso</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>Tallenna nimellä …</translation>
        </message>
        <message>
            <source>PDF, for the board's papers …</source>
            <translation>PDF, lautakunnan asiakirjoihin …</translation>
        </message>
        <message>
            <source>CSV, for a spreadsheet …</source>
            <translation>CSV, taulukkolaskentaan …</translation>
        </message>
        <message>
            <source>JSON, for a program …</source>
            <translation>JSON, ohjelmalle …</translation>
        </message>
        <message>
            <source>What was measured</source>
            <translation>Mitä mitattiin</translation>
        </message>
        <message>
            <source>There is no report yet. The first one comes when a whole week is over.</source>
            <translation>Raporttia ei ole vielä. Ensimmäinen tulee, kun kokonainen viikko on päättynyt.</translation>
        </message>
        <message>
            <source>Too few people: nothing may be shown.</source>
            <translation>Liian vähän henkilöitä: mitään ei saa näyttää.</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Haetaan …</translation>
        </message>
        <message>
            <source>It is too small to be shown by itself: the report says nothing of fewer than five people.</source>
            <translation>Se on liian pieni näytettäväksi erikseen: raportti ei kerro mitään alle viidestä henkilöstä.</translation>
        </message>
    </context>
    <context>
        <name>FactorFields</name>
        <message>
            <source>Photograph this with your authenticator program, or type the key there:</source>
            <translation>Kuvaa tämä todennussovelluksella tai kirjoita avain siihen:</translation>
        </message>
        <message>
            <source>Key for the authenticator program</source>
            <translation>Todennussovelluksen avain</translation>
        </message>
        <message>
            <source>The key as a picture</source>
            <translation>Avain kuvana</translation>
        </message>
        <message>
            <source>&amp;Code</source>
            <translation>Koo&amp;di</translation>
        </message>
    </context>
    <context>
        <name>RecoveryWindow</name>
        <message>
            <source>Recovery codes</source>
            <translation>Varakoodit</translation>
        </message>
        <message>
            <source>Each opens once, if the authenticator is lost. They are not shown again.</source>
            <translation>Kukin käy kerran, jos todennussovellus katoaa. Niitä ei näytetä uudelleen.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopioi</translation>
        </message>
        <message>
            <source>I have kept them</source>
            <translation>Olen tallettanut ne</translation>
        </message>
    </context>
    <context>
        <name>FactorWindow</name>
        <message>
            <source>The server is being asked.</source>
            <translation>Palvelimelta kysytään.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Täytä ensin kaikki kentät.</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Salasana</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Peruuta</translation>
        </message>
        <message>
            <source>Give up the second factor</source>
            <translation>Poista kirjautumisen toinen vaihe</translation>
        </message>
        <message>
            <source>Set up a second factor</source>
            <translation>Ota käyttöön kirjautumisen toinen vaihe</translation>
        </message>
        <message>
            <source>Give it up</source>
            <translation>Poista</translation>
        </message>
        <message>
            <source>Set it up</source>
            <translation>Ota käyttöön</translation>
        </message>
    </context>
    <context>
        <name>AppointmentsPage</name>
        <message>
            <source>Whom to ask</source>
            <translation>Keneltä kysytään</translation>
        </message>
        <message>
            <source>Today, or: 1 February</source>
            <translation>Tänään, tai: 1. helmikuuta</translation>
        </message>
        <message>
            <source>Until further notice, or: 30 June</source>
            <translation>Toistaiseksi, tai: 30. kesäkuuta</translation>
        </message>
        <message>
            <source>Telephone officer</source>
            <translation>Puhelinvastaava</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Sijainen</translation>
        </message>
        <message>
            <source>&amp;Who</source>
            <translation>&amp;Kuka</translation>
        </message>
        <message>
            <source>Is to &amp;be</source>
            <translation>&amp;Tehtävä</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;Yksikkö</translation>
        </message>
        <message>
            <source>F&amp;rom</source>
            <translation>&amp;Alkaen</translation>
        </message>
        <message>
            <source>&amp;Last day</source>
            <translation>&amp;Viimeinen päivä</translation>
        </message>
        <message>
            <source>Appoint</source>
            <translation>Nimeä</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Ei tiedossa ilman yhteyttä läsnäolopalvelimeen.</translation>
        </message>
        <message>
            <source>Nobody is appointed so far.</source>
            <translation>Ketään ei ole vielä nimetty.</translation>
        </message>
        <message>
            <source>Nobody is appointed for your unit. Ask the switchboard.</source>
            <translation>Yksiköllesi ei ole nimetty ketään. Kysy vaihteesta.</translation>
        </message>
        <message>
            <source>You ask: {names}</source>
            <translation>Kysy: {names}</translation>
        </message>
        <message>
            <source>From {since} until further notice</source>
            <translation>{since} alkaen toistaiseksi</translation>
        </message>
        <message>
            <source>From {since} to {until}</source>
            <translation>{since}–{until}</translation>
        </message>
        <message>
            <source>{days}, appointed by {name}</source>
            <translation>{days}, nimittäjä {name}</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Poista</translation>
        </message>
        <message>
            <source>End after today</source>
            <translation>Päätä tämän päivän jälkeen</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Valitse työtoveri nimen tai alanumeron mukaan.</translation>
        </message>
    </context>
    <context>
        <name>KnownOfficers</name>
        <message>
            <source>{name} ({extension})</source>
            <translation>{name} ({extension})</translation>
        </message>
        <message>
            <source>{name} ({extension}), deputy</source>
            <translation>{name} ({extension}), sijainen</translation>
        </message>
    </context>
    <context>
        <name>OfficerWindow</name>
        <message>
            <source>Telephone matters</source>
            <translation>Puhelinasiat</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Sivut</translation>
        </message>
    </context>
    <context>
        <name>RequestsPage</name>
        <message>
            <source>Extensions</source>
            <translation>Alanumerot</translation>
        </message>
        <message>
            <source>Who it is for</source>
            <translation>Kenelle se on</translation>
        </message>
        <message>
            <source>Any free number</source>
            <translation>Mikä tahansa vapaa numero</translation>
        </message>
        <message>
            <source>For example: 1 February</source>
            <translation>Esimerkiksi: 1. helmikuuta</translation>
        </message>
        <message>
            <source>What else should be known</source>
            <translation>Mitä muuta pitää tietää</translation>
        </message>
        <message>
            <source>&amp;What</source>
            <translation>&amp;Mitä</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Nimi</translation>
        </message>
        <message>
            <source>W&amp;hose</source>
            <translation>&amp;Kenen</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Yksikkö</translation>
        </message>
        <message>
            <source>To un&amp;it</source>
            <translation>Yksikköö&amp;n</translation>
        </message>
        <message>
            <source>Nu&amp;mber</source>
            <translation>N&amp;umero</translation>
        </message>
        <message>
            <source>&amp;Done by</source>
            <translation>&amp;Valmis viimeistään</translation>
        </message>
        <message>
            <source>&amp;Remark</source>
            <translation>&amp;Lisätieto</translation>
        </message>
        <message>
            <source>Ask for it</source>
            <translation>Pyydä</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Ei tiedossa ilman yhteyttä läsnäolopalvelimeen.</translation>
        </message>
        <message>
            <source>Nothing is asked for.</source>
            <translation>Mitään ei ole pyydetty.</translation>
        </message>
        <message>
            <source>A few words: why, or a comment</source>
            <translation>Muutama sana: syy tai kommentti</translation>
        </message>
        <message>
            <source>A few words about {what}</source>
            <translation>Muutama sana: {what}</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Numero</translation>
        </message>
        <message>
            <source>Number for {what}</source>
            <translation>Numero: {what}</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Valitse työtoveri nimen tai alanumeron mukaan.</translation>
        </message>
        <message>
            <source>Asking the PBX …</source>
            <translation>Kysytään puhelinvaihteelta …</translation>
        </message>
    </context>
    <context>
        <name>RequestWords</name>
        <message>
            <source>New extension</source>
            <translation>Uusi alanumero</translation>
        </message>
        <message>
            <source>Change of an extension</source>
            <translation>Alanumeron muutos</translation>
        </message>
        <message>
            <source>Move of an extension</source>
            <translation>Alanumeron siirto</translation>
        </message>
        <message>
            <source>End of an extension</source>
            <translation>Alanumeron lopetus</translation>
        </message>
        <message>
            <source>Something about an extension</source>
            <translation>Alanumeroon liittyvää</translation>
        </message>
        <message>
            <source>Asked for, waits for the telephone officer</source>
            <translation>Pyydetty, odottaa puhelinvastaavaa</translation>
        </message>
        <message>
            <source>Approved, waits to be ordered</source>
            <translation>Hyväksytty, odottaa tilaamista</translation>
        </message>
        <message>
            <source>Ordered, waits to be done</source>
            <translation>Tilattu, odottaa valmistumista</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Valmis</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>Hylätty</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>Peruttu</translation>
        </message>
        <message>
            <source>In a state that this program does not know</source>
            <translation>Tilassa, jota tämä ohjelma ei tunne</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>Hyväksy</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>Hylkää</translation>
        </message>
        <message>
            <source>Ordered</source>
            <translation>Tilattu</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Peru</translation>
        </message>
        <message>
            <source>Comment</source>
            <translation>Kommentoi</translation>
        </message>
        <message>
            <source>Which numbers are free is not known: the policy names no series.</source>
            <translation>Vapaita numeroita ei tiedetä: numerosarjoja ei ole asetettu.</translation>
        </message>
        <message>
            <source>Free numbers: {count}. The lowest: {numbers}</source>
            <translation>Vapaita numeroita: {count}. Pienimmät: {numbers}</translation>
        </message>
        <message>
            <source>Reserved: {numbers}</source>
            <translation>Varattu: {numbers}</translation>
        </message>
        <message>
            <source>{number} rests until {day}</source>
            <translation>{number} lepää {day} asti</translation>
        </message>
        <message>
            <source>Wanted soon, and not done</source>
            <translation>Tarvitaan pian, eikä ole valmis</translation>
        </message>
        <message>
            <source>The day has come, and it is not done</source>
            <translation>Määräpäivä on tullut, eikä se ole valmis</translation>
        </message>
        <message>
            <source>{unit}, wanted {day}</source>
            <translation>{unit}, toivotaan {day}</translation>
        </message>
        <message>
            <source>{state}. Asked by {name}.</source>
            <translation>{state}. Pyytäjä: {name}.</translation>
        </message>
        <message>
            <source>The directory agrees.</source>
            <translation>Hakemisto vastaa tätä.</translation>
        </message>
        <message>
            <source>The directory does not say so yet.</source>
            <translation>Hakemisto ei vielä vastaa tätä.</translation>
        </message>
        <message>
            <source>{unit}, wanted {day}. {state}.</source>
            <translation>{unit}, toivotaan {day}. {state}.</translation>
        </message>
        <message>
            <source>{unit}, last reviewed {day}. Is it right still? See Telephone matters, The sketch.</source>
            <translation>{unit}, viimeksi tarkistettu {day}. Pitääkö se vielä paikkansa? Katso Puhelinasiat, Kaavio.</translation>
        </message>
        <message>
            <source>Review the sketch</source>
            <translation>Tarkista kaavio</translation>
        </message>
        <message>
            <source>Let the server do it</source>
            <translation>Anna palvelimen tehdä se</translation>
        </message>
        <message>
            <source>Give it a new secret</source>
            <translation>Anna sille uusi salaisuus</translation>
        </message>
        <message>
            <source>done by the server in the PBX, and confirmed</source>
            <translation>palvelimen tekemä puhelinvaihteessa, ja vahvistettu</translation>
        </message>
        <message>
            <source>gave the phone a new secret</source>
            <translation>antoi puhelimelle uuden salaisuuden</translation>
        </message>
        <message>
            <source>The phone {number} is set up. It signs in as {number} with this secret, shown only now:</source>
            <translation>Puhelin {number} on perustettu. Se kirjautuu nimellä {number} tällä salaisuudella, joka näytetään vain nyt:</translation>
        </message>
        <message>
            <source>The phone has been connected since.</source>
            <translation>Puhelin on ollut kytkettynä sen jälkeen.</translation>
        </message>
        <message>
            <source>The phone has not been connected yet.</source>
            <translation>Puhelin ei ole vielä ollut kytkettynä.</translation>
        </message>
        <message>
            <source>The server cannot do this itself: do it in the PBX by hand, then press Done.</source>
            <translation>Palvelin ei pysty tähän itse: tee se käsin puhelinvaihteessa ja paina sitten Valmis.</translation>
        </message>
        <message>
            <source>The server has not ended the phone yet, and tries again: {why}</source>
            <translation>Palvelin ei ole vielä lopettanut puhelinta ja yrittää uudelleen: {why}</translation>
        </message>
        <message>
            <source>the presence server</source>
            <translation>läsnäolopalvelin</translation>
        </message>
    </context>
    <context>
        <name>Starting</name>
        <message>
            <source>This computer starts the program for everybody, so it is not chosen here.</source>
            <translation>Tämä tietokone käynnistää ohjelman kaikille, joten sitä ei valita täällä.</translation>
        </message>
    </context>
    <context>
        <name>WorkPage</name>
        <message>
            <source>To see to</source>
            <translation>Huolehdittavaa</translation>
        </message>
        <message>
            <source>There is no contact with the PBX: nothing is known of lines now.</source>
            <translation>Ei yhteyttä puhelinvaihteeseen: linjoista ei tiedetä nyt mitään.</translation>
        </message>
        <message>
            <source>There is nothing to see to.</source>
            <translation>Ei ole mitään huolehdittavaa.</translation>
        </message>
        <message>
            <source>Telephones that are not connected now</source>
            <translation>Puhelimet, jotka eivät ole nyt kytkettyinä</translation>
        </message>
        <message>
            <source>Forwards for more than a week that nothing ends</source>
            <translation>Yli viikon kestäneet ohjaukset, joita mikään ei päätä</translation>
        </message>
        <message>
            <source>Phone hours whose last day has passed</source>
            <translation>Puhelinajat, joiden viimeinen päivä on ohi</translation>
        </message>
        <message>
            <source>Something that this program does not know</source>
            <translation>Jotakin, mitä tämä ohjelma ei tunne</translation>
        </message>
        <message>
            <source>Telephones that have never been connected</source>
            <translation>Puhelimet, jotka eivät ole koskaan olleet kytkettyinä</translation>
        </message>
        <message>
            <source>Goals of the policy report that were not reached</source>
            <translation>Puhelinpolitiikan raportin tavoitteet, joita ei saavutettu</translation>
        </message>
        <message>
            <source>Lines where no call has been answered for a whole month</source>
            <translation>Linjat, joilla ei ole vastattu yhteenkään puheluun kokonaiseen kuukauteen</translation>
        </message>
    </context>
    <context>
        <name>SettingsController</name>
        <message>
            <source>The settings could not be saved</source>
            <translation>Asetuksia ei voitu tallentaa</translation>
        </message>
    </context>
    <context>
        <name>ActsFor</name>
        <message>
            <source>absence</source>
            <translation>poissaolo</translation>
        </message>
        <message>
            <source>callbacks</source>
            <translation>soittopyynnöt</translation>
        </message>
        <message>
            <source>plans</source>
            <translation>suunnitelmat</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>{day} asti</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first}–{last}</translation>
        </message>
        <message>
            <source>You are a delegate of {count} colleagues: {names}</source>
            <translation>Olet {count} työtoverin valtuutettu: {names}</translation>
        </message>
        <message>
            <source>You are a delegate of {name}: {rights}, {days}</source>
            <translation>Olet valtuutettu: {name}: {rights}, {days}</translation>
        </message>
    </context>
    <context>
        <name>DelegatesPage</name>
        <message>
            <source>Delegates</source>
            <translation>Valtuutetut</translation>
        </message>
        <message>
            <source>Name or extension</source>
            <translation>Nimi tai alanumero</translation>
        </message>
        <message>
            <source>Set, plan and end my absence</source>
            <translation>Asettaa, suunnitella ja päättää poissaoloni</translation>
        </message>
        <message>
            <source>Read and take my callbacks</source>
            <translation>Lukea ja ottaa soittopyyntöni</translation>
        </message>
        <message>
            <source>See my plans, without sensitive reasons</source>
            <translation>Nähdä suunnitelmani ilman arkaluonteisia syitä</translation>
        </message>
        <message>
            <source>For example: Friday, or 30 June</source>
            <translation>Esimerkiksi: perjantai tai 30. kesäkuuta</translation>
        </message>
        <message>
            <source>Make delegate</source>
            <translation>Valtuuta</translation>
        </message>
        <message>
            <source>A colleague</source>
            <translation>Työtoveri</translation>
        </message>
        <message>
            <source>May</source>
            <translation>Saa</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Viimeinen päivä</translation>
        </message>
        <message>
            <source>Act for you</source>
            <translation>Valtuutettusi</translation>
        </message>
        <message>
            <source>You act for</source>
            <translation>Valtuuttajasi</translation>
        </message>
        <message>
            <source>Both of you see this, and you can both end it at once. What a delegate does for you is told to you and noted. No delegate sees a sensitive reason, your notes or a private number.</source>
            <translation>Näette sen molemmat ja voitte kumpikin päättää sen heti. Saat tietää, mitä valtuutettu tekee puolestasi, ja se kirjataan. Kukaan valtuutettu ei näe arkaluonteista syytä, huomautuksiasi eikä yksityistä numeroa.</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Ei tiedossa ilman yhteyttä läsnäolopalvelimeen.</translation>
        </message>
        <message>
            <source>Nobody.</source>
            <translation>Ei kukaan.</translation>
        </message>
        <message>
            <source>End</source>
            <translation>Päätä</translation>
        </message>
        <message>
            <source>End {name}</source>
            <translation>Päätä {name}</translation>
        </message>
        <message>
            <source>Waiting for the presence server …</source>
            <translation>Odotetaan läsnäolopalvelinta …</translation>
        </message>
        <message>
            <source>{name} is your delegate from now on.</source>
            <translation>{name} on tästä lähtien valtuutettusi.</translation>
        </message>
    </context>
    <context>
        <name>PrivacyPage</name>
        <message>
            <source>Privacy</source>
            <translation>Yksityisyys</translation>
        </message>
    </context>
    <context>
        <name>WhoSeesButton</name>
        <message>
            <source>Who sees this?</source>
            <translation>Kuka näkee?</translation>
        </message>
        <message>
            <source>Who sees this? ({field})</source>
            <translation>Kuka näkee? ({field})</translation>
        </message>
    </context>
    <context>
        <name>AuditField</name>
        <message>
            <source>Who did what about me</source>
            <translation>Kuka on tehnyt mitä minua koskien</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Haetaan …</translation>
        </message>
        <message>
            <source>These are the newest. All of them: kalix-presence audit.</source>
            <translation>Nämä ovat uusimmat. Kaikki: kalix-presence audit.</translation>
        </message>
    </context>
    <context>
        <name>OwnCopyField</name>
        <message>
            <source>All that is held on me</source>
            <translation>Kaikki minua koskevat tiedot</translation>
        </message>
        <message>
            <source>To be read, or as JSON for another program. Only you can read the file.</source>
            <translation>Luettavaksi, tai JSON toista ohjelmaa varten. Vain sinä voit lukea tiedoston.</translation>
        </message>
        <message>
            <source>Save a copy …</source>
            <translation>Tallenna kopio …</translation>
        </message>
        <message>
            <source>held-on-me</source>
            <translation>tietoni</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Haetaan …</translation>
        </message>
        <message>
            <source>The copy could not be saved: {reason}</source>
            <translation>Kopiota ei voitu tallentaa: {reason}</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Tallennettu: {file}.</translation>
        </message>
        <message>
            <source>Text to be read</source>
            <translation>Luettava teksti</translation>
        </message>
    </context>
    <context>
        <name>SketchPage</name>
        <message>
            <source>The sketch</source>
            <translation>Kaavio</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Ei tiedossa ilman yhteyttä läsnäolopalvelimeen.</translation>
        </message>
        <message>
            <source>{count} to see to.</source>
            <translation>Huolehdittavaa: {count}.</translation>
        </message>
        <message>
            <source>There is nothing to see to.</source>
            <translation>Ei ole mitään huolehdittavaa.</translation>
        </message>
        <message>
            <source>There is no contact with the PBX: nothing is known of telephones now.</source>
            <translation>Ei yhteyttä puhelinvaihteeseen: puhelimista ei tiedetä nyt mitään.</translation>
        </message>
        <message>
            <source>{unit}: {state}, from {day}</source>
            <translation>{unit}: {state}, {day} alkaen</translation>
        </message>
        <message>
            <source>Proposed by {name}</source>
            <translation>Ehdottaja: {name}</translation>
        </message>
        <message>
            <source>Answered by {name}. {answer}</source>
            <translation>Vastaaja: {name}. {answer}</translation>
        </message>
        <message>
            <source>The sketch has changed since: it cannot be accepted as it is.</source>
            <translation>Kaavio on muuttunut sen jälkeen: ehdotusta ei voi hyväksyä sellaisenaan.</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Hyväksy</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>Hylkää</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Peru</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>Omistaja</translation>
        </message>
        <message>
            <source>Deputies</source>
            <translation>Sijaiset</translation>
        </message>
        <message>
            <source>Each unit is changed by itself: take the person away here and put them in there.</source>
            <translation>Kukin yksikkö muutetaan erikseen: poista henkilö täältä ja lisää hänet sinne.</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Valitse kollega nimen tai alanumeron mukaan.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Kumoa</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Aiemmaksi</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Myöhemmäksi</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>Poista</translation>
        </message>
        <message>
            <source>Move there</source>
            <translation>Siirrä</translation>
        </message>
        <message>
            <source>Reviewed: it is right today</source>
            <translation>Tarkistettu: pitää tänään paikkansa</translation>
        </message>
        <message>
            <source>Put here</source>
            <translation>Lisää tähän</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Muuta</translation>
        </message>
        <message>
            <source>New duty</source>
            <translation>Uusi tehtävä</translation>
        </message>
        <message>
            <source>Propose</source>
            <translation>Ehdota</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Hylkää muutos</translation>
        </message>
        <message>
            <source>Ctrl+Z</source>
            <translation>Ctrl+Z</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Ylös</translation>
        </message>
        <message>
            <source>Alt+Down</source>
            <translation>Alt+Alas</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Delete</translation>
        </message>
        <message>
            <source>Today, or: 1 February</source>
            <translation>Tänään, tai: 1. helmikuuta</translation>
        </message>
        <message>
            <source>Why, when a proposal is refused</source>
            <translation>Miksi, kun ehdotus hylätään</translation>
        </message>
        <message>
            <source>W&amp;ho</source>
            <translation>K&amp;uka</translation>
        </message>
        <message>
            <source>Du&amp;ty</source>
            <translation>&amp;Tehtävä</translation>
        </message>
        <message>
            <source>P&amp;lace</source>
            <translation>P&amp;aikka</translation>
        </message>
        <message>
            <source>&amp;New duty</source>
            <translation>Uu&amp;si tehtävä</translation>
        </message>
        <message>
            <source>Holds &amp;from</source>
            <translation>&amp;Voimassa alkaen</translation>
        </message>
        <message>
            <source>Wh&amp;y</source>
            <translation>&amp;Miksi</translation>
        </message>
        <message>
            <source>Save as {kind}</source>
            <translation>Tallenna: {kind}</translation>
        </message>
        <message>
            <source>Move t&amp;o</source>
            <translation>&amp;Kohde</translation>
        </message>
        <message>
            <source>Ad&amp;ministration</source>
            <translation>&amp;Hallinto</translation>
        </message>
    </context>
    <context>
        <name>SketchRoom</name>
        <message>
            <source>PDF and SVG are not installed on this computer. Save as CSV, or ask your administrator for them.</source>
            <translation>PDF ja SVG eivät ole asennettuina tässä tietokoneessa. Tallenna CSV:nä tai pyydä niitä ylläpitäjältä.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Tallennettu: {path}</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>Tallentaminen ei onnistunut: {why}</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Tallennetaan …</translation>
        </message>
        <message>
            <source>Save the sketch</source>
            <translation>Tallenna kaavio</translation>
        </message>
    </context>
    <context>
        <name>SketchTree</name>
        <message>
            <source>The sketch: units, duties and people</source>
            <translation>Kaavio: yksiköt, tehtävät ja henkilöt</translation>
        </message>
        <message>
            <source>{unit} (changed, not proposed yet)</source>
            <translation>{unit} (muutettu, ei vielä ehdotettu)</translation>
        </message>
        <message>
            <source>{unit} ({count} to see to)</source>
            <translation>{unit} (huolehdittavaa: {count})</translation>
        </message>
        <message>
            <source>Place: {place}</source>
            <translation>Paikka: {place}</translation>
        </message>
        <message>
            <source>Owner: {name}</source>
            <translation>Omistaja: {name}</translation>
        </message>
        <message>
            <source>Deputies</source>
            <translation>Sijaiset</translation>
        </message>
        <message>
            <source>{duty} ({place})</source>
            <translation>{duty} ({place})</translation>
        </message>
        <message>
            <source>To see to: {fault}</source>
            <translation>Huolehdittavaa: {fault}</translation>
        </message>
        <message>
            <source>{what}: nobody</source>
            <translation>{what}: ei kukaan</translation>
        </message>
        <message>
            <source>{place}. {name} {extension}</source>
            <translation>{place}. {name} {extension}</translation>
        </message>
    </context>
    <context>
        <name>FirstStepsController</name>
        <message>
            <source>Read it and accept it: First steps, in the icon's menu.</source>
            <translation>Lue ja hyväksy se: Ensiaskeleet, kuvakkeen valikossa.</translation>
        </message>
        <message>
            <source>There is a new telephone policy</source>
            <translation>Puhelinohje on uusittu</translation>
        </message>
        <message>
            <source>The presence server is being asked.</source>
            <translation>Läsnäolopalvelimelta kysytään.</translation>
        </message>
    </context>
    <context>
        <name>FirstStepsWindow</name>
        <message>
            <source>First steps</source>
            <translation>Ensiaskeleet</translation>
        </message>
        <message>
            <source>Your extension</source>
            <translation>Alanumerosi</translation>
        </message>
        <message>
            <source>When you can be reached</source>
            <translation>Milloin sinut tavoittaa</translation>
        </message>
        <message>
            <source>Your signature</source>
            <translation>Allekirjoituksesi</translation>
        </message>
        <message>
            <source>Coding the phone</source>
            <translation>Poissaolon ilmoittaminen puhelimella</translation>
        </message>
        <message>
            <source>The telephone policy</source>
            <translation>Puhelinohje</translation>
        </message>
        <message>
            <source>Your first absence</source>
            <translation>Ensimmäinen poissaolosi</translation>
        </message>
        <message>
            <source>A call to your own telephone</source>
            <translation>Soitto omaan puhelimeesi</translation>
        </message>
        <message>
            <source>These are my hours</source>
            <translation>Nämä ovat työaikani</translation>
        </message>
        <message>
            <source>Change my times …</source>
            <translation>Muuta aikojani …</translation>
        </message>
        <message>
            <source>Copy signature</source>
            <translation>Kopioi allekirjoitus</translation>
        </message>
        <message>
            <source>I know how</source>
            <translation>Osaan tämän</translation>
        </message>
        <message>
            <source>Read it</source>
            <translation>Lue se</translation>
        </message>
        <message>
            <source>I have read it and accept it</source>
            <translation>Olen lukenut ja hyväksyn</translation>
        </message>
        <message>
            <source>Set an absence …</source>
            <translation>Ilmoita poissaolo …</translation>
        </message>
        <message>
            <source>Ring my telephone</source>
            <translation>Soita puhelimeeni</translation>
        </message>
        <message>
            <source>Your telephone rings. Answer it.</source>
            <translation>Puhelimesi soi. Vastaa.</translation>
        </message>
        <message>
            <source>Nobody answered. Try again when you are at the telephone.</source>
            <translation>Kukaan ei vastannut. Yritä uudelleen, kun olet puhelimen luona.</translation>
        </message>
        <message>
            <source>The telephone was busy, or the call was declined. Try again.</source>
            <translation>Puhelin oli varattu, tai puhelu hylättiin. Yritä uudelleen.</translation>
        </message>
        <message>
            <source>The telephone could not be rung. Is it connected? Otherwise ask your telephone officer.</source>
            <translation>Puhelimeen ei voitu soittaa. Onko se kytketty? Kysy muuten puhelinvastaavaltasi.</translation>
        </message>
        <message>
            <source>Welcome {name}</source>
            <translation>Tervetuloa {name}</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Ei tiedossa ilman yhteyttä läsnäolopalvelimeen.</translation>
        </message>
        <message numerus="yes">
            <source>%n step(s) left. What is done is kept; the icon's menu leads back here.</source>
            <translation>
                <numerusform>%n kohta jäljellä. Tehty säilyy; kuvakkeen valikosta pääset takaisin tänne.</numerusform>
                <numerusform>%n kohtaa jäljellä. Tehty säilyy; kuvakkeen valikosta pääset takaisin tänne.</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything is done.</source>
            <translation>Kaikki on tehty.</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Myöhemmin</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Sulje</translation>
        </message>
        <message>
            <source>As far as it is known you work from {starts} to {ends} on your next working day.</source>
            <translation>Tiedossa on, että työskentelet seuraavana työpäivänä {starts}–{ends}.</translation>
        </message>
        <message>
            <source>Your working time is not known.</source>
            <translation>Työaikasi ei ole tiedossa.</translation>
        </message>
        <message>
            <source>Version {version}, adopted {day}.</source>
            <translation>Versio {version}, hyväksytty {day}.</translation>
        </message>
        <message>
            <source>On the phone {set}1*1300# is lunch, back at 13.00, and {back} says that you are back.</source>
            <translation>Puhelimella {set}1*1300# on lounas, paluu 13.00, ja {back} kertoo, että olet palannut.</translation>
        </message>
        <message>
            <source>Your direct number belongs under everything that you send.</source>
            <translation>Suora numerosi kuuluu kaiken lähettämäsi alle.</translation>
        </message>
        <message>
            <source>Say where you are before you go, for instance lunch; end it when you are back.</source>
            <translation>Kerro missä olet ennen kuin lähdet, esimerkiksi lounaalla; päätä se, kun palaat.</translation>
        </message>
        <message>
            <source>Your telephone rings as when somebody calls you. Pick it up: you hear a tone.</source>
            <translation>Puhelimesi soi kuin joku soittaisi sinulle. Vastaa: kuulet äänimerkin.</translation>
        </message>
        <message>
            <source>Colleagues dial {extension}, everybody else {direct}.</source>
            <translation>Työtoverit soittavat {extension}, kaikki muut {direct}.</translation>
        </message>
        <message>
            <source>Colleagues dial {extension}.</source>
            <translation>Työtoverit soittavat {extension}.</translation>
        </message>
        <message>
            <source>Read it first.</source>
            <translation>Lue se ensin.</translation>
        </message>
        <message>
            <source>This PBX cannot ring a telephone from here.</source>
            <translation>Tämä puhelinvaihde ei voi soittaa puhelimeen täältä.</translation>
        </message>
        <message>
            <source>This PBX cannot ring a telephone from here. Call yours from another one, and leave this step.</source>
            <translation>Tämä puhelinvaihde ei voi soittaa puhelimeen täältä. Soita omaasi toisesta ja jätä tämä kohta.</translation>
        </message>
        <message>
            <source>Copied. Paste it in the settings of your e-mail program.</source>
            <translation>Kopioitu. Liitä se sähköpostiohjelmasi asetuksiin.</translation>
        </message>
        <message>
            <source>No browser opened. Read it at the address above.</source>
            <translation>Selain ei auennut. Lue se yllä olevasta osoitteesta.</translation>
        </message>
    </context>
    <context>
        <name>NewcomersPage</name>
        <message>
            <source>Newcomers</source>
            <translation>Uudet työntekijät</translation>
        </message>
        <message>
            <source>Who is new and has not finished. The program shows them the steps; offer your help.</source>
            <translation>Uudet, jotka eivät ole valmiita. Ohjelma näyttää heille kohdat; tarjoa apuasi.</translation>
        </message>
        <message>
            <source>All newcomers have finished.</source>
            <translation>Kaikki uudet työntekijät ovat valmiita.</translation>
        </message>
        <message>
            <source>extension</source>
            <translation>alanumero</translation>
        </message>
        <message>
            <source>working hours</source>
            <translation>työaika</translation>
        </message>
        <message>
            <source>signature</source>
            <translation>allekirjoitus</translation>
        </message>
        <message>
            <source>codes on the phone</source>
            <translation>poissaolokoodit</translation>
        </message>
        <message>
            <source>telephone policy</source>
            <translation>puhelinohje</translation>
        </message>
        <message>
            <source>first absence</source>
            <translation>ensimmäinen poissaolo</translation>
        </message>
        <message>
            <source>call to the own telephone</source>
            <translation>soitto omaan puhelimeen</translation>
        </message>
        <message>
            <source>something that this program does not know</source>
            <translation>jotain, mitä tämä ohjelma ei tunne</translation>
        </message>
        <message>
            <source>Has not signed in yet.</source>
            <translation>Ei ole vielä kirjautunut.</translation>
        </message>
        <message>
            <source>Missing: {steps}</source>
            <translation>Puuttuu: {steps}</translation>
        </message>
    </context>
    <context>
        <name>OfficerController</name>
        <message>
            <source>{name} ({extension}), {unit}. See Newcomers in Telephone matters.</source>
            <translation>{name} ({extension}), {unit}. Katso Uudet työntekijät, Puhelinasiat.</translation>
        </message>
        <message>
            <source>A newcomer has not finished the first steps</source>
            <translation>Uusi työntekijä ei ole tehnyt ensiaskeleita</translation>
        </message>
    </context>
    <context>
        <name>StepCard</name>
        <message>
            <source>Do this</source>
            <translation>Tee tämä</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Tehty</translation>
        </message>
        <message>
            <source>To do</source>
            <translation>Tekemättä</translation>
        </message>
    </context>
    <context>
        <name>SecretCard</name>
        <message>
            <source>Nobody can look it up later; a new one can be given.</source>
            <translation>Kukaan ei voi katsoa sitä myöhemmin; uuden voi antaa.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopioi</translation>
        </message>
        <message>
            <source>I have it</source>
            <translation>Se on minulla</translation>
        </message>
        <message>
            <source>Secret of the phone {number}</source>
            <translation>Puhelimen {number} salaisuus</translation>
        </message>
    </context>
    <context>
        <name>GreetingPage</name>
        <message>
            <source>Line to answer with</source>
            <translation>Vastausrivi</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Yksikkö</translation>
        </message>
        <message>
            <source>&amp;Line</source>
            <translation>&amp;Vastausrivi</translation>
        </message>
        <message>
            <source>Unit's name</source>
            <translation>Yksikön nimi</translation>
        </message>
        <message>
            <source>Given name</source>
            <translation>Etunimi</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Sukunimi</translation>
        </message>
        <message>
            <source>Administration's name</source>
            <translation>Hallintokunnan nimi</translation>
        </message>
        <message>
            <source>Insert</source>
            <translation>Lisää</translation>
        </message>
        <message>
            <source>It is said</source>
            <translation>Näin se sanotaan</translation>
        </message>
        <message>
            <source>Save the line</source>
            <translation>Tallenna vastausrivi</translation>
        </message>
        <message>
            <source>As the unit above</source>
            <translation>Kuten ylempi yksikkö</translation>
        </message>
        <message>
            <source>Insert: {blank}</source>
            <translation>Lisää: {blank}</translation>
        </message>
        <message numerus="yes">
            <source>Whoever is new sees it at incoming calls, for %n day(s).</source>
            <translation>
                <numerusform>Uusi työntekijä näkee sen saapuvissa puheluissa %n päivän ajan.</numerusform>
                <numerusform>Uusi työntekijä näkee sen saapuvissa puheluissa %n päivän ajan.</numerusform>
            </translation>
        </message>
        <message>
            <source>Your organisation shows it to nobody by itself.</source>
            <translation>Organisaatio ei näytä sitä kenellekään itsestään.</translation>
        </message>
        <message>
            <source>What each unit answers calls with.</source>
            <translation>Millä kukin yksikkö vastaa puhelimeen.</translation>
        </message>
        <message>
            <source>As usual</source>
            <translation>Tavalliseen tapaan</translation>
        </message>
        <message>
            <source>It is said: {line}</source>
            <translation>Näin se sanotaan: {line}</translation>
        </message>
        <message>
            <source>The unit's own line: {line}</source>
            <translation>Yksikön oma vastausrivi: {line}</translation>
        </message>
        <message>
            <source>As {unit}: {line}</source>
            <translation>Kuten {unit}: {line}</translation>
        </message>
        <message>
            <source>As usual: {line}</source>
            <translation>Tavalliseen tapaan: {line}</translation>
        </message>
        <message>
            <source>“{said}”</source>
            <translation>”{said}”</translation>
        </message>
    </context>
    <context>
        <name>CardsOfUnitPage</name>
        <message>
            <source>Signatures and cards</source>
            <translation>Allekirjoitukset</translation>
        </message>
        <message>
            <source>For everybody of a unit at once, with the direct number and in each one's own language.</source>
            <translation>Yksikön kaikille kerralla, suoran numeron kanssa ja kunkin omalla kielellä.</translation>
        </message>
        <message>
            <source>With the units below it</source>
            <translation>Myös sen alla olevat yksiköt</translation>
        </message>
        <message>
            <source>Signatures for e-mail (HTML and text)</source>
            <translation>Allekirjoitukset sähköpostiin (HTML ja teksti)</translation>
        </message>
        <message>
            <source>Contact cards (vCard), of each and of all</source>
            <translation>Yhteystietokortit (vCard), kunkin omat ja kaikkien</translation>
        </message>
        <message>
            <source>Letters to write on (HTML, and PDF to print on)</source>
            <translation>Kirjepohjat (HTML kirjoittamiseen, PDF tulostamiseen)</translation>
        </message>
        <message>
            <source>Letters to write on (HTML)</source>
            <translation>Kirjepohjat (HTML kirjoittamiseen)</translation>
        </message>
        <message>
            <source>Save as ZIP …</source>
            <translation>Tallenna ZIP-tiedostona …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Keskeytä</translation>
        </message>
        <message>
            <source>People whose files are made</source>
            <translation>Henkilöt, joiden tiedostot on tehty</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Yksikkö</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Mitä</translation>
        </message>
        <message numerus="yes">
            <source>%n person(s).</source>
            <translation>
                <numerusform>%n henkilö.</numerusform>
                <numerusform>%n henkilöä.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without a direct number: see to it</source>
            <translation>
                <numerusform>%n ilman suoraa numeroa: huolehdi siitä</numerusform>
                <numerusform>%n ilman suoraa numeroa: huolehdi siitä</numerusform>
            </translation>
        </message>
        <message>
            <source>Everybody here has a direct number.</source>
            <translation>Kaikilla täällä on suora numero.</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Tallennetaan …</translation>
        </message>
        <message>
            <source>Who belongs there is not known yet.</source>
            <translation>Vielä ei tiedetä, ketkä sinne kuuluvat.</translation>
        </message>
        <message>
            <source>Nobody belongs there.</source>
            <translation>Kukaan ei kuulu sinne.</translation>
        </message>
        <message>
            <source>Choose what is to be made.</source>
            <translation>Valitse, mitä tehdään.</translation>
        </message>
    </context>
    <context>
        <name>CardsRoom</name>
        <message>
            <source>Save signatures and cards</source>
            <translation>Tallenna allekirjoitukset ja kortit</translation>
        </message>
        <message numerus="yes">
            <source>%n person(s)</source>
            <translation>
                <numerusform>%n henkilö</numerusform>
                <numerusform>%n henkilöä</numerusform>
            </translation>
        </message>
        <message>
            <source>Saved: {path}. {people}.</source>
            <translation>Tallennettu: {path}. {people}.</translation>
        </message>
        <message>
            <source>Stopped; nothing was saved.</source>
            <translation>Keskeytetty, mitään ei tallennettu.</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>Tallennus ei onnistunut: {why}</translation>
        </message>
    </context>
    <context>
        <name>OutlookKeeper</name>
        <message>
            <source>Your signature could not be written for Outlook</source>
            <translation>Allekirjoitustasi ei voitu kirjoittaa Outlookille</translation>
        </message>
        <message>
            <source>There is another one called {name} there, which this program leaves alone. Rename it in Outlook.</source>
            <translation>Siellä on jo toinen nimeltä {name}, eikä ohjelma koske siihen. Nimeä se uudelleen Outlookissa.</translation>
        </message>
    </context>
    <context>
        <name>DifferencePart</name>
        <message>
            <source>Show more</source>
            <translation>Näytä lisää</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Sulje</translation>
        </message>
        <message>
            <source>Yes, do it …</source>
            <translation>Kyllä, tee se …</translation>
        </message>
        <message>
            <source>No, do nothing …</source>
            <translation>Ei, älä tee mitään …</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>Takaisin</translation>
        </message>
        <message>
            <source>What {name} would do</source>
            <translation>Mitä {name} tekisi</translation>
        </message>
        <message>
            <source>Asking the presence server …</source>
            <translation>Kysytään palvelimelta …</translation>
        </message>
        <message numerus="yes">
            <source>%n people leave the directory, or lose their extension to somebody else.</source>
            <translation>
                <numerusform>%n henkilö poistuu hakemistosta tai menettää alanumeronsa toiselle.</numerusform>
                <numerusform>%n henkilöä poistuu hakemistosta tai menettää alanumeronsa toiselle.</numerusform>
            </translation>
        </message>
        <message>
            <source>Their accounts end, and what waits for them is handed over. It cannot be undone here.</source>
            <translation>Heidän tilinsä päättyvät ja heitä odottavat asiat siirtyvät muille. Sitä ei voi kumota täällä.</translation>
        </message>
        <message>
            <source>Yes, exactly this</source>
            <translation>Kyllä, täsmälleen tämä</translation>
        </message>
        <message>
            <source>Nothing of it is done. Other changes of this source wait too, until it says something else.</source>
            <translation>Siitä ei tehdä mitään. Lähteen muutkin muutokset odottavat, kunnes se sanoo jotain muuta.</translation>
        </message>
        <message>
            <source>No, do none of it</source>
            <translation>Ei, älä tee siitä mitään</translation>
        </message>
    </context>
    <context>
        <name>DirectoryPage</name>
        <message>
            <source>Directory</source>
            <translation>Hakemisto</translation>
        </message>
        <message>
            <source>Where people come from by themselves, and what became of the last run.</source>
            <translation>Mistä henkilöt tulevat itsestään ja mitä viimeisin ajo teki.</translation>
        </message>
        <message>
            <source>No source is set up: people are imported by hand.</source>
            <translation>Lähdettä ei ole asetettu: henkilöt tuodaan käsin.</translation>
        </message>
        <message>
            <source>What waits is something else by now. Look at it again.</source>
            <translation>Nyt odottaa jotain muuta. Katso se uudelleen.</translation>
        </message>
        <message>
            <source>Nothing of it concerns your units.</source>
            <translation>Mikään siitä ei koske yksiköitäsi.</translation>
        </message>
        <message>
            <source>Show what it would do</source>
            <translation>Näytä, mitä se tekisi</translation>
        </message>
    </context>
    <context>
        <name>_Bar</name>
        <message>
            <source>Width of what stands on the left</source>
            <translation>Vasemmalla olevan leveys</translation>
        </message>
        <message>
            <source>Click or drag: narrower or wider</source>
            <translation>Napsauta tai vedä: kapeampi tai leveämpi</translation>
        </message>
    </context>
    <context>
        <name>Month</name>
        <message>
            <source>Earlier month</source>
            <translation>Edellinen kuukausi</translation>
        </message>
        <message>
            <source>Later month</source>
            <translation>Seuraava kuukausi</translation>
        </message>
        <message>
            <source>Days of the month</source>
            <translation>Kuukauden päivät</translation>
        </message>
    </context>
    <context>
        <name>WhosePlans</name>
        <message>
            <source>Whose plans</source>
            <translation>Kenen suunnitelmat</translation>
        </message>
        <message>
            <source>&amp;Whose plans</source>
            <translation>&amp;Kenen suunnitelmat</translation>
        </message>
        <message>
            <source>My own</source>
            <translation>Omat</translation>
        </message>
    </context>
    <context>
        <name>HeldRuns</name>
        <message>
            <source>{source}: {waits} See Directory in Telephone matters.</source>
            <translation>{source}: {waits} Katso Hakemisto, Puhelinasiat.</translation>
        </message>
        <message>
            <source>The directory waits for your yes</source>
            <translation>Hakemisto odottaa hyväksyntääsi</translation>
        </message>
    </context>
    <context>
        <name>ElsewherePage</name>
        <message>
            <source>Show there, too, that I am away and when I am back</source>
            <translation>Näytä sielläkin, että olen poissa ja milloin palaan</translation>
        </message>
        <message>
            <source>Programs</source>
            <translation>Ohjelmat</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Tila</translation>
        </message>
        <message>
            <source>Colleagues see there what they see here: the reason and when you are back, never a note, and never that you are sick. It is taken back when you are, and what you write there yourself is left alone.</source>
            <translation>Työtoverit näkevät siellä saman kuin täällä: syyn ja sen, milloin palaat, ei koskaan huomautusta eikä sairautta. Se poistetaan, kun palaat, ja mitä itse kirjoitat sinne, jätetään rauhaan.</translation>
        </message>
        <message>
            <source>Show colleagues here when I am in a call or a meeting there</source>
            <translation>Näytä työtovereille täällä, kun olen siellä puhelussa tai kokouksessa</translation>
        </message>
        <message>
            <source>Let my mailbox answer when I am away for a day or more</source>
            <translation>Postilaatikkoni vastaa, kun olen poissa päivän tai kauemmin</translation>
        </message>
        <message>
            <source>Mailbox</source>
            <translation>Postilaatikko</translation>
        </message>
        <message>
            <source>Your mailbox then says when you are back and who is there meanwhile, never why. A reply of your own, also one that is switched off, is left as it is.</source>
            <translation>Postilaatikko kertoo silloin, milloin palaat ja kuka on paikalla sillä välin, ei koskaan miksi. Oma vastauksesi, myös pois päältä oleva, jätetään ennalleen.</translation>
        </message>
        <message>
            <source>Elsewhere</source>
            <translation>Muut ohjelmat</translation>
        </message>
    </context>
    <context>
        <name>MailboxQuestion</name>
        <message>
            <source>Other …</source>
            <translation>Muu …</translation>
        </message>
        <message>
            <source>Leave it open</source>
            <translation>Jätä auki</translation>
        </message>
        <message>
            <source>Close the phone, too?</source>
            <translation>Suljetaanko puhelinkin?</translation>
        </message>
        <message>
            <source>Your mailbox says that you are out of office, and your phone still rings.</source>
            <translation>Postilaatikkosi kertoo, ettet ole paikalla, ja puhelimesi soi yhä.</translation>
        </message>
    </context>
    <context>
        <name>UpdateField</name>
        <message>
            <source>It is being done.</source>
            <translation>Sitä tehdään parhaillaan.</translation>
        </message>
        <message>
            <source>Fetching and checking …</source>
            <translation>Haetaan ja tarkistetaan …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Etsitään …</translation>
        </message>
        <message>
            <source>Fetched, and as it was signed. An administrator must install it.</source>
            <translation>Haettu, ja se on sellaisena kuin se allekirjoitettiin. Ylläpitäjän on asennettava se.</translation>
        </message>
        <message>
            <source>It has been handed to the program that installs packages, which asks for an administrator.</source>
            <translation>Se on annettu paketteja asentavalle ohjelmalle, joka pyytää ylläpitäjää.</translation>
        </message>
        <message>
            <source>No program here opens it. An administrator installs it by: {command}</source>
            <translation>Mikään ohjelma täällä ei avaa sitä. Ylläpitäjä asentaa sen komennolla: {command}</translation>
        </message>
        <message>
            <source>Open the package …</source>
            <translation>Avaa paketti …</translation>
        </message>
        <message>
            <source>Fetch version {version}</source>
            <translation>Hae versio {version}</translation>
        </message>
        <message>
            <source>Look for a newer version</source>
            <translation>Etsi uudempi versio</translation>
        </message>
    </context>
</TS>
