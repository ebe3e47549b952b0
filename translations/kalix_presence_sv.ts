<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
    <context>
        <name>AbsenceForm</name>
        <message>
            <source>For example: l 13, or meeting until half past two</source>
            <translation>Till exempel: l 13, eller möte till halv tre</translation>
        </message>
        <message>
            <source>Absence</source>
            <translation>Frånvaro</translation>
        </message>
        <message>
            <source>Rang and said so</source>
            <translation>Ringde och sa det</translation>
        </message>
        <message>
            <source>Name or extension; empty: the switchboard</source>
            <translation>Namn eller anknytning; tomt: växeln</translation>
        </message>
        <message>
            <source>Set   Enter</source>
            <translation>Sätt   Enter</translation>
        </message>
        <message>
            <source>Calls go &amp;to</source>
            <translation>Samtal går &amp;till</translation>
        </message>
        <message>
            <source>&amp;Why</source>
            <translation>&amp;Varför</translation>
        </message>
        <message>
            <source>Cancel   Esc</source>
            <translation>Avbryt   Esc</translation>
        </message>
        <message>
            <source>Absence of {name}</source>
            <translation>Frånvaro för {name}</translation>
        </message>
        <message>
            <source>{name} is told who set it, and why.</source>
            <translation>{name} får veta vem som satte den, och varför.</translation>
        </message>
        <message>
            <source>Forward {unit}</source>
            <translation>Koppla vidare {unit}</translation>
        </message>
        <message>
            <source>Everybody of the unit who is in is told who set it, and why. It can be undone.</source>
            <translation>Alla på enheten som är inne får veta vem som satte det, och varför. Det kan ångras.</translation>
        </message>
        <message>
            <source>Reason and return time.</source>
            <translation>Orsak och återkomsttid.</translation>
        </message>
        <message>
            <source>Choose from the list who gets the calls.</source>
            <translation>Välj i listan vem som får samtalen.</translation>
        </message>
        <message>
            <source>Another absence follows: really back {time}.</source>
            <translation>Därefter följer en annan frånvaro: åter först {time}.</translation>
        </message>
        <message>
            <source>Another absence follows, without an end.</source>
            <translation>Därefter följer en annan frånvaro utan slut.</translation>
        </message>
        <message>
            <source>Calls go to {name}.</source>
            <translation>Samtal går till {name}.</translation>
        </message>
        <message>
            <source>Calls ring at their phone as usual.</source>
            <translation>Samtal ringer på telefonen som vanligt.</translation>
        </message>
        <message>
            <source>Calls go to their mobile.</source>
            <translation>Samtal går till mobilen.</translation>
        </message>
        <message>
            <source>Calls go to the switchboard.</source>
            <translation>Samtal går till växeln.</translation>
        </message>
    </context>
    <context>
        <name>ActBar</name>
        <message>
            <source>More</source>
            <translation>Mer</translation>
        </message>
        <message>
            <source>Key: {key}</source>
            <translation>Tangent: {key}</translation>
        </message>
    </context>
    <context>
        <name>Acts</name>
        <message>
            <source>Sign in first.</source>
            <translation>Logga in först.</translation>
        </message>
        <message>
            <source>Choose somebody first.</source>
            <translation>Välj någon först.</translation>
        </message>
        <message>
            <source>Your role does not allow it.</source>
            <translation>Det får bara telefonister och andra med behörighet.</translation>
        </message>
        <message>
            <source>No contact with the presence server.</source>
            <translation>Ingen kontakt med närvaroservern.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot forward telephones.</source>
            <translation>Den här telefonväxeln kan inte vidarekoppla telefoner.</translation>
        </message>
        <message>
            <source>Only somebody overdue is asked.</source>
            <translation>Bara den som är försenad får frågan.</translation>
        </message>
        <message>
            <source>There is no absence to end.</source>
            <translation>Det finns ingen frånvaro att avsluta.</translation>
        </message>
        <message>
            <source>Your account has no telephone.</source>
            <translation>Ditt konto har ingen telefon.</translation>
        </message>
        <message>
            <source>The telephone exchange cannot be reached.</source>
            <translation>Telefonväxeln kan inte nås.</translation>
        </message>
        <message>
            <source>That is your own telephone.</source>
            <translation>Det är din egen telefon.</translation>
        </message>
        <message>
            <source>There is no call to transfer.</source>
            <translation>Det finns inget samtal att koppla.</translation>
        </message>
        <message>
            <source>Somebody is being asked: {connect} connects them, {back} is back with the caller.</source>
            <translation>Du frågar någon: {connect} kopplar ihop, {back} går tillbaka till den som ringer.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot ask first from the computer. Do it at the telephone.</source>
            <translation>Den här telefonväxeln kan inte fråga först från datorn. Gör det på telefonen.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot place calls from the computer.</source>
            <translation>Den här telefonväxeln kan inte ringa upp från datorn.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot transfer calls from the computer. Transfer at the telephone.</source>
            <translation>Den här telefonväxeln kan inte koppla samtal från datorn. Koppla på telefonen.</translation>
        </message>
        <message>
            <source>Transfer</source>
            <translation>Koppla</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>Ask first</source>
            <translation>Fråga först</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>Koppla ihop</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>Meddelande</translation>
        </message>
        <message>
            <source>Are you back?</source>
            <translation>Är du tillbaka?</translation>
        </message>
        <message>
            <source>Set absence</source>
            <translation>Sätt frånvaro</translation>
        </message>
        <message>
            <source>End absence</source>
            <translation>Avsluta frånvaro</translation>
        </message>
        <message>
            <source>Forward unit</source>
            <translation>Koppla vidare enheten</translation>
        </message>
        <message>
            <source>Nobody is called instead.</source>
            <translation>Ingen rings i stället.</translation>
        </message>
        <message>
            <source>Call {name} (deputy) instead</source>
            <translation>Ring {name} (ersättare) i stället</translation>
        </message>
        <message>
            <source>Transfer to {name} (deputy) instead</source>
            <translation>Koppla till {name} (ersättare) i stället</translation>
        </message>
        <message>
            <source>Call all the same</source>
            <translation>Ring ändå</translation>
        </message>
        <message>
            <source>Transfer all the same</source>
            <translation>Koppla ändå</translation>
        </message>
    </context>
    <context>
        <name>AddresseeField</name>
        <message>
            <source>Unit: {name}</source>
            <translation>Enhet: {name}</translation>
        </message>
        <message>
            <source>Duty: {name}</source>
            <translation>Uppgift: {name}</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>Växeln</translation>
        </message>
    </context>
    <context>
        <name>DayQuestions</name>
        <message>
            <source>Time for lunch?</source>
            <translation>Dags för lunch?</translation>
        </message>
        <message>
            <source>Done for the day?</source>
            <translation>Klar för dagen?</translation>
        </message>
        <message>
            <source>Callers then hear when you are back and reach the switchboard.</source>
            <translation>De som ringer hör då när du är åter och når växeln.</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Inte nu</translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Visa dem</translation>
        </message>
        <message>
            <source>Not today</source>
            <translation>Inte i dag</translation>
        </message>
        <message numerus="yes">
            <source>%n call(s) left to make. Go for the day?</source>
            <translation>
                <numerusform>%n samtal kvar att ringa. Gå för dagen?</numerusform>
                <numerusform>%n samtal kvar att ringa. Gå för dagen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked now because you mostly went about {time} these weeks; only this computer knows that.</source>
            <translation>Frågan kommer nu för att du oftast gått omkring {time} de senaste veckorna; det vet bara den här datorn.</translation>
        </message>
        <message>
            <source>At {time} you are gone for the day by itself.</source>
            <translation>Klockan {time} sätts Gått för dagen automatiskt.</translation>
        </message>
        <message>
            <source>To ring: {names} and {count} more.</source>
            <translation>Att ringa: {names} och {count} till.</translation>
        </message>
        <message>
            <source>To ring: {names}.</source>
            <translation>Att ringa: {names}.</translation>
        </message>
        <message>
            <source>{name} asks. Colleagues see you as overdue until you answer.</source>
            <translation>{name} undrar. Kollegorna ser dig som försenad tills du svarar.</translation>
        </message>
        <message>
            <source>Your return time has passed and your phone rings again. Colleagues see you as overdue until you answer.</source>
            <translation>Din återkomsttid har passerat och telefonen ringer igen. Kollegorna ser dig som försenad tills du svarar.</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Ja</translation>
        </message>
        <message>
            <source>Other time …</source>
            <translation>Annan tid …</translation>
        </message>
        <message>
            <source>Are you back?</source>
            <translation>Är du tillbaka?</translation>
        </message>
        <message>
            <source>+{minutes} min</source>
            <translation>+{minutes} min</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, åter {time}</translation>
        </message>
    </context>
    <context>
        <name>CalendarPage</name>
        <message>
            <source>Calendar</source>
            <translation>Kalender</translation>
        </message>
        <message>
            <source>My calendars may set absences</source>
            <translation>Mina kalendrar får sätta frånvaro</translation>
        </message>
        <message>
            <source>Meetings in which I am busy</source>
            <translation>Möten då jag är upptagen</translation>
        </message>
        <message>
            <source>Entries marked out of office</source>
            <translation>Händelser märkta som frånvarande</translation>
        </message>
        <message>
            <source>“MÖT: …” closes the phone, “MÖT; …” only informs</source>
            <translation>”MÖT: …” stänger telefonen, ”MÖT; …” bara informerar</translation>
        </message>
        <message>
            <source>Those marked out of office</source>
            <translation>De som är märkta som frånvarande</translation>
        </message>
        <message>
            <source>Those marked busy too</source>
            <translation>Även de som är märkta som upptagna</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Inga</translation>
        </message>
        <message>
            <source>My calendars</source>
            <translation>Mina kalendrar</translation>
        </message>
        <message>
            <source>What counts</source>
            <translation>Vad som räknas</translation>
        </message>
        <message>
            <source>All-day entries</source>
            <translation>Heldagshändelser</translation>
        </message>
        <message>
            <source>Free and tentative entries and meetings you declined do nothing. Of a private entry only the time is read: colleagues see a meeting, and its text is never stored.</source>
            <translation>Lediga och preliminära händelser och möten du tackat nej till gör ingenting. Av en privat händelse läses bara tiden: kollegor ser ett möte, och texten sparas aldrig.</translation>
        </message>
        <message>
            <source>Only where your calendars may set absences.</source>
            <translation>Bara när dina kalendrar får sätta frånvaro.</translation>
        </message>
    </context>
    <context>
        <name>CalendarsField</name>
        <message>
            <source>Connect</source>
            <translation>Anslut</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Slag</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adress</translation>
        </message>
        <message>
            <source>Username</source>
            <translation>Användarnamn</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Lösenord</translation>
        </message>
        <message>
            <source>CalDAV server</source>
            <translation>CalDAV-server</translation>
        </message>
        <message>
            <source>Link to a calendar file</source>
            <translation>Länk till kalenderfil</translation>
        </message>
        <message>
            <source>Microsoft 365</source>
            <translation>Microsoft 365</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Ta bort</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>Ta bort {name}</translation>
        </message>
        <message>
            <source>Not read yet.</source>
            <translation>Inte läst än.</translation>
        </message>
        <message>
            <source>Read {time}; entries ahead: {count}.</source>
            <translation>Läst {time}; kommande händelser: {count}.</translation>
        </message>
        <message>
            <source>Reading the calendar …</source>
            <translation>Läser kalendern …</translation>
        </message>
        <message>
            <source>One of them has to be read. Remove the calendar to have none read.</source>
            <translation>En av dem måste läsas. Ta bort kalendern om ingen ska läsas.</translation>
        </message>
        <message>
            <source>Entries that cannot be read: {count}.</source>
            <translation>Händelser som inte går att läsa: {count}.</translation>
        </message>
    </context>
    <context>
        <name>CallLine</name>
        <message>
            <source>Show in the list</source>
            <translation>Visa i listan</translation>
        </message>
        <message>
            <source>Take   {key}</source>
            <translation>Ta   {key}</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>Ta</translation>
        </message>
        <message>
            <source>{call} Enter transfers this call.</source>
            <translation>{call} Enter kopplar det här samtalet.</translation>
        </message>
    </context>
    <context>
        <name>CallStrip</name>
        <message numerus="yes">
            <source>%n wait(s) · longest {lasted}, since {time}</source>
            <translation>
                <numerusform>%n väntar · {lasted}, sedan {time}</numerusform>
                <numerusform>%n väntar · längst {lasted}, sedan {time}</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to the caller   {key}</source>
            <translation>Tillbaka till den som ringer   {key}</translation>
        </message>
        <message numerus="yes">
            <source>%n more call(s) wait</source>
            <translation>
                <numerusform>%n samtal till väntar</numerusform>
                <numerusform>%n samtal till väntar</numerusform>
            </translation>
        </message>
        <message>
            <source>Connect with {name}   {key}</source>
            <translation>Koppla ihop med {name}   {key}</translation>
        </message>
        <message>
            <source>Connect   {key}</source>
            <translation>Koppla ihop   {key}</translation>
        </message>
        <message>
            <source>Back   {key}</source>
            <translation>Tillbaka   {key}</translation>
        </message>
    </context>
    <context>
        <name>CallbackCard</name>
        <message>
            <source>Urgent</source>
            <translation>Brådskande</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>Rings your phone first, then the caller</source>
            <translation>Ringer din telefon först, sedan den som ringde</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Klar</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>Ingen svarade</translation>
        </message>
        <message>
            <source>Noted; it goes on waiting</source>
            <translation>Noteras; meddelandet väntar kvar</translation>
        </message>
        <message>
            <source>Later …</source>
            <translation>Senare …</translation>
        </message>
        <message>
            <source>Hand over …</source>
            <translation>Lämna över …</translation>
        </message>
        <message>
            <source>Take it</source>
            <translation>Ta det</translation>
        </message>
        <message>
            <source>The others see that it is yours</source>
            <translation>De andra ser att det är ditt</translation>
        </message>
        <message>
            <source>Let it go</source>
            <translation>Släpp det</translation>
        </message>
        <message>
            <source>The others can take it again</source>
            <translation>De andra kan ta det igen</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>Ta tillbaka</translation>
        </message>
        <message>
            <source>Not done after all</source>
            <translation>Inte klart ändå</translation>
        </message>
        <message>
            <source>Another message came up at that moment. Press again if you mean this one.</source>
            <translation>Ett annat meddelande kom upp just då. Tryck igen om du menar det här.</translation>
        </message>
        <message>
            <source>There is no number that may be called from here</source>
            <translation>Det finns inget nummer som får ringas härifrån</translation>
        </message>
    </context>
    <context>
        <name>CallbackNotices</name>
        <message>
            <source>Undo</source>
            <translation>Ångra</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Klar</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>Ingen svarade</translation>
        </message>
        <message>
            <source>Later …</source>
            <translation>Senare …</translation>
        </message>
        <message>
            <source>Hand over …</source>
            <translation>Lämna över …</translation>
        </message>
        <message>
            <source>Call {who}</source>
            <translation>Ring upp {who}</translation>
        </message>
        <message>
            <source>Urgent: call {who}</source>
            <translation>Brådskande: ring upp {who}</translation>
        </message>
        <message numerus="yes">
            <source>%n callbacks wait</source>
            <translation>
                <numerusform>%n att ringa upp</numerusform>
                <numerusform>%n att ringa upp</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>och %n till</numerusform>
                <numerusform>och %n till</numerusform>
            </translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Visa dem</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Visa</translation>
        </message>
    </context>
    <context>
        <name>CallbackStack</name>
        <message>
            <source>The one before</source>
            <translation>Föregående</translation>
        </message>
        <message>
            <source>The next one</source>
            <translation>Nästa</translation>
        </message>
        <message>
            <source>All messages</source>
            <translation>Alla meddelanden</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Stäng</translation>
        </message>
        <message>
            <source>The message goes on waiting</source>
            <translation>Meddelandet väntar kvar</translation>
        </message>
        <message>
            <source>Callback</source>
            <translation>Att ringa upp</translation>
        </message>
        <message>
            <source>New callback</source>
            <translation>Nytt att ringa upp</translation>
        </message>
        <message>
            <source>Callback that waits</source>
            <translation>Väntar på att bli uppringd</translation>
        </message>
        <message numerus="yes">
            <source>%n callbacks wait</source>
            <translation>
                <numerusform>%n att ringa upp</numerusform>
                <numerusform>%n att ringa upp</numerusform>
            </translation>
        </message>
        <message>
            <source>{heading}, an urgent one too</source>
            <translation>{heading}, även ett brådskande</translation>
        </message>
    </context>
    <context>
        <name>Calls</name>
        <message>
            <source>last noted as “{name}”</source>
            <translation>senast antecknad som ”{name}”</translation>
        </message>
        <message>
            <source>gives the name “{name}”</source>
            <translation>uppger sig vara ”{name}”</translation>
        </message>
        <message>
            <source>Number withheld</source>
            <translation>Dolt nummer</translation>
        </message>
        <message>
            <source>Unknown number</source>
            <translation>Okänt nummer</translation>
        </message>
        <message>
            <source>comes back</source>
            <translation>kommer tillbaka</translation>
        </message>
        <message>
            <source>picked up here</source>
            <translation>hämtat hit</translation>
        </message>
        <message>
            <source>for {name}</source>
            <translation>till {name}</translation>
        </message>
        <message>
            <source>for {name}: {why}</source>
            <translation>till {name}: {why}</translation>
        </message>
        <message>
            <source>away</source>
            <translation>borta</translation>
        </message>
        <message>
            <source>no answer after {signals} signals</source>
            <translation>inget svar efter {signals} signaler</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>upptaget</translation>
        </message>
        <message>
            <source>telephone not connected</source>
            <translation>telefonen inte inkopplad</translation>
        </message>
        <message>
            <source>forwarded in a circle</source>
            <translation>vidarekopplat i cirkel</translation>
        </message>
        <message>
            <source>Waits while you ask</source>
            <translation>Väntar medan du frågar</translation>
        </message>
        <message>
            <source>Waits at the switchboard</source>
            <translation>Väntar i växeln</translation>
        </message>
        <message>
            <source>Calling</source>
            <translation>Ringer upp</translation>
        </message>
        <message>
            <source>Rings</source>
            <translation>Ringer</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>Parkerat</translation>
        </message>
        <message>
            <source>Talking</source>
            <translation>I samtal</translation>
        </message>
        <message>
            <source>Earlier callbacks: {count}</source>
            <translation>Tidigare återuppringningar: {count}</translation>
        </message>
        <message>
            <source>no word left</source>
            <translation>inget lämnat</translation>
        </message>
        <message>
            <source>done</source>
            <translation>klart</translation>
        </message>
        <message>
            <source>not done</source>
            <translation>inte klart</translation>
        </message>
        <message>
            <source>{said}, the last {time} to {name}: {about} ({done})</source>
            <translation>{said}, den senaste {time} till {name}: {about} ({done})</translation>
        </message>
    </context>
    <context>
        <name>Clearing</name>
        <message>
            <source>Clear the field</source>
            <translation>Töm fältet</translation>
        </message>
    </context>
    <context>
        <name>ComputerPage</name>
        <message>
            <source>This computer</source>
            <translation>Den här datorn</translation>
        </message>
        <message>
            <source>The computer's language</source>
            <translation>Datorns språk</translation>
        </message>
        <message>
            <source>As the computer</source>
            <translation>Som datorn</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Ljusa</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Mörka</translation>
        </message>
        <message>
            <source>Start when I log in to the computer</source>
            <translation>Starta när jag loggar in på datorn</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Server</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>Sp&amp;råk</translation>
        </message>
        <message>
            <source>&amp;Colours</source>
            <translation>&amp;Färger</translation>
        </message>
        <message>
            <source>Short&amp;cut</source>
            <translation>Kort&amp;kommando</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>Inloggning</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>The computer did not allow it: {reason}</source>
            <translation>Datorn tillät det inte: {reason}</translation>
        </message>
        <message>
            <source>Kept safe in this computer's keyring.</source>
            <translation>Förvaras säkert i den här datorns nyckelring.</translation>
        </message>
        <message>
            <source>The keyring is locked, so you are asked at each start. Unlock it to be remembered.</source>
            <translation>Nyckelringen är låst, så du får logga in vid varje start. Lås upp den för att bli ihågkommen.</translation>
        </message>
        <message>
            <source>The keyring does not answer, so you are asked at each start.</source>
            <translation>Nyckelringen svarar inte, så du får logga in vid varje start.</translation>
        </message>
        <message>
            <source>This computer has no keyring, so you are asked at each start.</source>
            <translation>Den här datorn har ingen nyckelring, så du får logga in vid varje start.</translation>
        </message>
        <message>
            <source>Keep my signature in Outlook's folder</source>
            <translation>Håll min signatur i Outlooks mapp</translation>
        </message>
        <message>
            <source>Si&amp;gnature</source>
            <translation>Si&amp;gnatur</translation>
        </message>
        <message>
            <source>There is no Outlook for Windows on this computer.</source>
            <translation>Outlook för Windows finns inte på den här datorn.</translation>
        </message>
        <message>
            <source>Say when a newer version is there</source>
            <translation>Säg till när en nyare version finns</translation>
        </message>
        <message>
            <source>Connected to {address}.</source>
            <translation>Ansluten till {address}.</translation>
        </message>
        <message>
            <source>No contact just now; the hubs are asked in turn.</source>
            <translation>Ingen kontakt just nu; servrarna frågas i tur och ordning.</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Telefonväxel</translation>
        </message>
    </context>
    <context>
        <name>ContactPart</name>
        <message>
            <source>Contact card</source>
            <translation>Kontaktkort</translation>
        </message>
        <message>
            <source>Copy signature</source>
            <translation>Kopiera signatur</translation>
        </message>
        <message>
            <source>Copy card</source>
            <translation>Kopiera kort</translation>
        </message>
        <message>
            <source>Save card …</source>
            <translation>Spara kort …</translation>
        </message>
        <message>
            <source>QR code with the contact card of {name}</source>
            <translation>QR-kod med kontaktkort för {name}</translation>
        </message>
        <message>
            <source>The signature is copied.</source>
            <translation>Signaturen är kopierad.</translation>
        </message>
        <message>
            <source>The card is copied as a vCard.</source>
            <translation>Kortet är kopierat som vCard.</translation>
        </message>
        <message>
            <source>The card could not be saved: {reason}</source>
            <translation>Kortet kunde inte sparas: {reason}</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Sparat som {file}.</translation>
        </message>
        <message>
            <source>Save contact card</source>
            <translation>Spara kontaktkort</translation>
        </message>
    </context>
    <context>
        <name>DeputyQuestion</name>
        <message>
            <source>{name} is away from {start} until {end} and asks you to take their calls meanwhile.</source>
            <translation>{name} är borta från {start} till {end} och ber dig ta samtalen så länge.</translation>
        </message>
        <message>
            <source>Cover for {name}?</source>
            <translation>Ersätta {name}?</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Ja</translation>
        </message>
        <message>
            <source>No</source>
            <translation>Nej</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Inte nu</translation>
        </message>
        <message>
            <source>The answer was not told</source>
            <translation>Svaret kom inte fram</translation>
        </message>
    </context>
    <context>
        <name>DesktopController</name>
        <message>
            <source>The status was not set</source>
            <translation>Frånvaron sattes inte</translation>
        </message>
        <message>
            <source>There was no contact with the presence server until its end had passed. Calls were not forwarded.</source>
            <translation>Det fanns ingen kontakt med närvaroservern förrän sluttiden hade passerat. Samtalen vidarekopplades inte.</translation>
        </message>
        <message>
            <source>Not set yet</source>
            <translation>Inte satt ännu</translation>
        </message>
        <message>
            <source>No contact with the presence server. The change waits here and is sent as soon as it answers.</source>
            <translation>Ingen kontakt med närvaroservern. Ändringen väntar här och skickas så snart den svarar.</translation>
        </message>
        <message>
            <source>Something went wrong on this computer</source>
            <translation>Något gick fel på den här datorn</translation>
        </message>
        <message>
            <source>Something went wrong; it is written down</source>
            <translation>Något gick fel; det är antecknat</translation>
        </message>
        <message>
            <source>The program goes on. If something is not as it should be, start it again and tell your administrator.</source>
            <translation>Programmet går vidare. Om något inte är som det ska: starta om det och säg till administratören.</translation>
        </message>
    </context>
    <context>
        <name>GridActions</name>
        <message>
            <source>Your telephone rings; then {name}.</source>
            <translation>Din telefon ringer; sedan {name}.</translation>
        </message>
        <message>
            <source>Transferred to {name}.</source>
            <translation>Kopplat till {name}.</translation>
        </message>
        <message>
            <source>The caller waits; {name} is being asked.</source>
            <translation>Den som ringer väntar medan du frågar {name}.</translation>
        </message>
        <message>
            <source>Connected.</source>
            <translation>Sammankopplade.</translation>
        </message>
        <message>
            <source>Back with the caller.</source>
            <translation>Tillbaka hos den som ringer.</translation>
        </message>
        <message>
            <source>Nobody waits at the switchboard.</source>
            <translation>Ingen väntar i växeln.</translation>
        </message>
        <message>
            <source>Nobody is being asked.</source>
            <translation>Du frågar ingen just nu.</translation>
        </message>
        <message>
            <source>Your account has no telephone.</source>
            <translation>Ditt konto har ingen telefon.</translation>
        </message>
        <message>
            <source>The call comes to your telephone.</source>
            <translation>Samtalet kommer till din telefon.</translation>
        </message>
        <message>
            <source>No contact with the presence server: it waits here for {name}.</source>
            <translation>Ingen kontakt med närvaroservern: det väntar här för {name}.</translation>
        </message>
        <message>
            <source>{name} is back.</source>
            <translation>{name} är tillbaka.</translation>
        </message>
        <message>
            <source>{name}: {reason} is set.</source>
            <translation>{name}: {reason} är satt.</translation>
        </message>
        <message>
            <source>Undone for {name}.</source>
            <translation>Ångrat för {name}.</translation>
        </message>
        <message numerus="yes">
            <source>%n telephone(s) forwarded.</source>
            <translation>
                <numerusform>%n telefon är vidarekopplad.</numerusform>
                <numerusform>%n telefoner är vidarekopplade.</numerusform>
            </translation>
        </message>
        <message>
            <source>Not done for {names}.</source>
            <translation>Gick inte för {names}.</translation>
        </message>
        <message>
            <source>The unit's telephones ring as before.</source>
            <translation>Enhetens telefoner ringer som förut.</translation>
        </message>
        <message>
            <source>{name} is asked now.</source>
            <translation>{name} får frågan nu.</translation>
        </message>
        <message>
            <source>{name} is asked when their computer is on.</source>
            <translation>{name} får frågan när datorn är på.</translation>
        </message>
        <message>
            <source>{name} is away: {status}. {key} again asks {deputy} (deputy) instead; {call} calls them at once.</source>
            <translation>{name} är borta: {status}. {key} en gång till frågar {deputy} (ersättare) i stället, {call} ringer dit direkt.</translation>
        </message>
        <message>
            <source>{name} is away: {status}. An announcement answers there; {key} again rings all the same.</source>
            <translation>{name} är borta: {status}. Där svarar ett hänvisningsbesked. {key} en gång till ringer ändå.</translation>
        </message>
        <message>
            <source>The telephone exchange cannot be reached: no call will come.</source>
            <translation>Telefonväxeln kan inte nås: inget samtal kommer.</translation>
        </message>
    </context>
    <context>
        <name>ExceptionsField</name>
        <message>
            <source>Add days</source>
            <translation>Lägg till dagar</translation>
        </message>
    </context>
    <context>
        <name>FilterPane</name>
        <message>
            <source>Show</source>
            <translation>Visa</translation>
        </message>
        <message>
            <source>In</source>
            <translation>Inne</translation>
        </message>
        <message>
            <source>Away</source>
            <translation>Borta</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>I telefon</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>Försenade</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>Favoriter</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>Enheter</translation>
        </message>
        <message>
            <source>The whole organisation</source>
            <translation>Hela organisationen</translation>
        </message>
        <message>
            <source>{unit}: {count} people</source>
            <translation>{unit}: {count} personer</translation>
        </message>
    </context>
    <context>
        <name>ForwardChoice</name>
        <message>
            <source>Calls go to</source>
            <translation>Samtal går till</translation>
        </message>
        <message>
            <source>The switchboard ({number})</source>
            <translation>Växeln ({number})</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>Växeln</translation>
        </message>
        <message>
            <source>My mobile ({number})</source>
            <translation>Min mobil ({number})</translation>
        </message>
        <message>
            <source>A colleague …</source>
            <translation>En kollega …</translation>
        </message>
        <message>
            <source>Another number …</source>
            <translation>Ett annat nummer …</translation>
        </message>
        <message>
            <source>My own phone, as usual</source>
            <translation>Min egen telefon, som vanligt</translation>
        </message>
        <message>
            <source>Calls go to {number}.</source>
            <translation>Samtal går till {number}.</translation>
        </message>
        <message>
            <source>Calls go to your mobile.</source>
            <translation>Samtal går till din mobil.</translation>
        </message>
        <message>
            <source>Calls still ring at your phone.</source>
            <translation>Samtal ringer som vanligt hos dig.</translation>
        </message>
        <message>
            <source>Calls go to the switchboard.</source>
            <translation>Samtal går till växeln.</translation>
        </message>
        <message>
            <source>Name or extension</source>
            <translation>Namn eller anknytning</translation>
        </message>
        <message>
            <source>For example 0923-650 00</source>
            <translation>Till exempel 0923-650 00</translation>
        </message>
        <message>
            <source>Colleague</source>
            <translation>Kollega</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Nummer</translation>
        </message>
    </context>
    <context>
        <name>Grid</name>
        <message>
            <source>Not known if in</source>
            <translation>Okänt om inne</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Namn</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Linje</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Nummer</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Telefontid</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Plats</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Väntar</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Anteckning</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Ersättare</translation>
        </message>
        <message>
            <source>Duties</source>
            <translation>Uppgifter</translation>
        </message>
        <message>
            <source>Best reached {hours}</source>
            <translation>Träffas säkrast {hours}</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>{count} väntar</translation>
        </message>
        <message>
            <source>extension {number}</source>
            <translation>anknytning {number}</translation>
        </message>
        <message>
            <source>deputy {name}</source>
            <translation>ersättare {name}</translation>
        </message>
        <message>
            <source>favourite</source>
            <translation>favorit</translation>
        </message>
        <message>
            <source>{count} waiting for a callback</source>
            <translation>{count} väntar på återuppringning</translation>
        </message>
        <message>
            <source>Line free</source>
            <translation>Ledig linje</translation>
        </message>
        <message>
            <source>Ringing</source>
            <translation>Ringer</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>Upptagen i telefon</translation>
        </message>
        <message>
            <source>Phone not connected</source>
            <translation>Ej ansluten</translation>
        </message>
        <message>
            <source>Line not known</source>
            <translation>Linjen okänd</translation>
        </message>
        <message>
            <source>not up to date</source>
            <translation>inte aktuellt</translation>
        </message>
        <message>
            <source>as of {time}</source>
            <translation>läget {time}</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Okänt</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>Tillgänglig</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>Försenad</translation>
        </message>
        <message>
            <source>{reason}, until further notice</source>
            <translation>{reason}, tills vidare</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, åter {time}</translation>
        </message>
        <message>
            <source>Should be back by now</source>
            <translation>Borde vara tillbaka nu</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>Inte bekräftad</translation>
        </message>
        <message>
            <source>There is no call to say something about.</source>
            <translation>Det finns inget samtal att säga något om.</translation>
        </message>
        <message>
            <source>The favourite could not be kept</source>
            <translation>Favoriten kunde inte sparas</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>Kort</translation>
        </message>
        <message>
            <source>Favourite</source>
            <translation>Favorit</translation>
        </message>
        <message>
            <source>Columns …</source>
            <translation>Kolumner …</translation>
        </message>
        <message>
            <source>Whole window</source>
            <translation>Helt fönster</translation>
        </message>
        <message>
            <source>Narrow strip on top</source>
            <translation>Smal remsa överst</translation>
        </message>
        <message>
            <source>Map of keys</source>
            <translation>Tangentkarta</translation>
        </message>
        <message>
            <source>You are not signed in.
Sign in to see your colleagues.</source>
            <translation>Du är inte inloggad.
Logga in för att se dina kollegor.</translation>
        </message>
        <message>
            <source>Connecting to the presence server …</source>
            <translation>Ansluter till närvaroservern …</translation>
        </message>
        <message>
            <source>There is nobody in the directory.</source>
            <translation>Det finns ingen i katalogen.</translation>
        </message>
        <message>
            <source>Nobody fits the search and the filters.
Alt+0 shows everybody, Esc begins anew.</source>
            <translation>Ingen passar sökningen och filtren.
Alt+0 visar alla, Esc börjar om.</translation>
        </message>
        <message>
            <source>No match for “{typed}”.
Try part of a name, a unit or an extension.</source>
            <translation>Ingen träff på ”{typed}”.
Prova med en del av ett namn, en enhet eller en anknytning.</translation>
        </message>
        <message numerus="yes">
            <source>%n colleague(s)</source>
            <translation>
                <numerusform>%n kollega</numerusform>
                <numerusform>%n kollegor</numerusform>
            </translation>
        </message>
        <message>
            <source>{found} of {all}</source>
            <translation>{found} av {all}</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known last.</source>
            <translation>Ingen kontakt med närvaroservern. Det här är det senast kända.</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known at {time}.</source>
            <translation>Ingen kontakt med närvaroservern. Så här såg det ut {time}.</translation>
        </message>
        <message>
            <source>You</source>
            <translation>Du</translation>
        </message>
        <message>
            <source>In a call in Teams</source>
            <translation>I samtal i Teams</translation>
        </message>
        <message>
            <source>In a meeting in Teams</source>
            <translation>I möte i Teams</translation>
        </message>
        <message>
            <source>Presenting in Teams</source>
            <translation>Presenterar i Teams</translation>
        </message>
        <message>
            <source>Phone forwarded</source>
            <translation>Telefonen vidarekopplad</translation>
        </message>
        <message>
            <source>Forwarded by hand in the telephone exchange</source>
            <translation>Vidarekopplad för hand i telefonväxeln</translation>
        </message>
    </context>
    <context>
        <name>GridController</name>
        <message>
            <source>{name} ended your absence</source>
            <translation>{name} avslutade din frånvaro</translation>
        </message>
        <message>
            <source>{name} set for you: {reason}</source>
            <translation>{name} satte för dig: {reason}</translation>
        </message>
        <message>
            <source>No reason was given.</source>
            <translation>Ingen förklaring lämnades.</translation>
        </message>
        <message>
            <source>That was not possible</source>
            <translation>Det gick inte</translation>
        </message>
    </context>
    <context>
        <name>GridFace</name>
        <message>
            <source>Colleagues</source>
            <translation>Kollegor</translation>
        </message>
        <message>
            <source>Name, unit, duty, place or number</source>
            <translation>Namn, enhet, uppgift, plats eller nummer</translation>
        </message>
        <message>
            <source>Search colleagues</source>
            <translation>Sök kollegor</translation>
        </message>
        <message>
            <source>List</source>
            <translation>Lista</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>Brickor</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tangenter</translation>
        </message>
    </context>
    <context>
        <name>HandOverPart</name>
        <message>
            <source>To whom? Name, unit or duty</source>
            <translation>Till vem? Namn, enhet eller uppgift</translation>
        </message>
        <message>
            <source>Why? A few words for whoever takes over</source>
            <translation>Varför? Ett par ord till den som tar över</translation>
        </message>
        <message>
            <source>Hand over to</source>
            <translation>Lämna över till</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Varför</translation>
        </message>
        <message>
            <source>Hand over</source>
            <translation>Lämna över</translation>
        </message>
        <message>
            <source>Return to the switchboard</source>
            <translation>Åter till växeln</translation>
        </message>
        <message>
            <source>Decline: back to {name}</source>
            <translation>Tacka nej: tillbaka till {name}</translation>
        </message>
        <message>
            <source>the switchboard</source>
            <translation>växeln</translation>
        </message>
        <message>
            <source>Choose from the list, by name or extension, a unit or a duty.</source>
            <translation>Välj ur listan: namn eller anknytning, en enhet eller en uppgift.</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>Click to choose columns</source>
            <translation>Klicka för att välja kolumner</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Kolumner</translation>
        </message>
        <message>
            <source>There is no room for “{column}”. Make the window wider, or leave another column out.</source>
            <translation>Det finns inte plats för ”{column}”. Gör fönstret bredare eller välj bort en annan kolumn.</translation>
        </message>
        <message>
            <source>“{column}” is empty for everybody here. It comes as soon as there is something to show.</source>
            <translation>”{column}” är tom för alla här. Kolumnen kommer så snart det finns något att visa.</translation>
        </message>
    </context>
    <context>
        <name>HearButton</name>
        <message>
            <source>Play what somebody who calls you now hears.</source>
            <translation>Spela upp det som den som ringer dig nu hör.</translation>
        </message>
        <message>
            <source>Nothing on this computer can play it: paplay, aplay or afplay is missing.</source>
            <translation>Inget på den här datorn kan spela upp det: paplay, aplay eller afplay saknas.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stoppa</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>Lyssna</translation>
        </message>
        <message>
            <source>Listen to what callers hear</source>
            <translation>Lyssna på vad den som ringer hör</translation>
        </message>
    </context>
    <context>
        <name>HistoryPart</name>
        <message>
            <source>History</source>
            <translation>Historik</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Letar …</translation>
        </message>
    </context>
    <context>
        <name>HoursPage</name>
        <message>
            <source>Working time</source>
            <translation>Arbetstid</translation>
        </message>
        <message>
            <source>I have other hours than my organisation</source>
            <translation>Jag har andra tider än organisationen</translation>
        </message>
        <message>
            <source>I have lunch at</source>
            <translation>Jag har lunch</translation>
        </message>
        <message>
            <source>Lunch begins</source>
            <translation>Lunchen börjar</translation>
        </message>
        <message>
            <source> min</source>
            <translation> min</translation>
        </message>
        <message>
            <source>Length of lunch</source>
            <translation>Lunchens längd</translation>
        </message>
        <message>
            <source>for</source>
            <translation>i</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Tider</translation>
        </message>
        <message>
            <source>Lunch</source>
            <translation>Lunch</translation>
        </message>
        <message>
            <source>Exceptions</source>
            <translation>Undantag</translation>
        </message>
        <message>
            <source>Return times, reminders and due times go by these hours. Public holidays are off by themselves.</source>
            <translation>Återkomsttider, påminnelser och tider för svar följer de här tiderna. Helgdagar är lediga av sig själva.</translation>
        </message>
        <message>
            <source>Only with a lunch of your own.</source>
            <translation>Bara med en egen lunchtid.</translation>
        </message>
        <message>
            <source>Only with working time of your own.</source>
            <translation>Bara med en egen arbetstid.</translation>
        </message>
    </context>
    <context>
        <name>InboxWindow</name>
        <message>
            <source>Messages</source>
            <translation>Meddelanden</translation>
        </message>
        <message>
            <source>No contact with the presence server. What you do is kept and sent later.</source>
            <translation>Ingen kontakt med närvaroservern. Det du gör sparas och skickas senare.</translation>
        </message>
        <message>
            <source>Waiting ({count})</source>
            <translation>Väntar ({count})</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Väntar</translation>
        </message>
        <message>
            <source>Left with others</source>
            <translation>Hos andra</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Klar</translation>
        </message>
        <message>
            <source>Search done messages</source>
            <translation>Sök bland klara</translation>
        </message>
        <message>
            <source>New message …</source>
            <translation>Nytt meddelande …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Letar …</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>Till {name}</translation>
        </message>
        <message>
            <source>Nobody waits for your call.</source>
            <translation>Ingen väntar på att du ringer.</translation>
        </message>
        <message>
            <source>Messages that you leave with others are followed here until they are done.</source>
            <translation>Meddelanden som du lämnar till andra följs här tills de är klara.</translation>
        </message>
        <message>
            <source>Nothing found.</source>
            <translation>Inget hittades.</translation>
        </message>
        <message>
            <source>Nothing is done yet.</source>
            <translation>Inget är klart ännu.</translation>
        </message>
        <message>
            <source>You are not signed in. Sign in to see who waits for your call.</source>
            <translation>Du är inte inloggad. Logga in för att se vem som väntar på att du ringer.</translation>
        </message>
    </context>
    <context>
        <name>InboxRows</name>
        <message>
            <source>Who</source>
            <translation>Vem</translation>
        </message>
        <message>
            <source>What about</source>
            <translation>Vad det gäller</translation>
        </message>
        <message>
            <source>When</source>
            <translation>När</translation>
        </message>
        <message>
            <source>Urgent: {text}</source>
            <translation>Brådskande: {text}</translation>
        </message>
        <message>
            <source>{step}: waits to be sent</source>
            <translation>{step}: väntar på att skickas</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>Försök</translation>
        </message>
        <message>
            <source>tried {when}</source>
            <translation>försök {when}</translation>
        </message>
    </context>
    <context>
        <name>IncomingCard</name>
        <message>
            <source>Say</source>
            <translation>Svara</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Stäng</translation>
        </message>
        <message>
            <source>Incoming call</source>
            <translation>Inkommande samtal</translation>
        </message>
        <message>
            <source>Calls you</source>
            <translation>Ringer dig</translation>
        </message>
        <message>
            <source>About: {word}</source>
            <translation>Gäller: {word}</translation>
        </message>
        <message>
            <source>Say: {line}</source>
            <translation>Svara: {line}</translation>
        </message>
    </context>
    <context>
        <name>KeyMap</name>
        <message>
            <source>Keys</source>
            <translation>Tangenter</translation>
        </message>
        <message>
            <source>For the caller</source>
            <translation>För den som ringer</translation>
        </message>
        <message>
            <source>Finding one's way</source>
            <translation>Hitta rätt</translation>
        </message>
        <message>
            <source>What is shown</source>
            <translation>Vad som visas</translation>
        </message>
        <message>
            <source>Whatever else is typed is searched for. The arrows lead from the field into the list, where the single letters work; any other letter begins to search again.</source>
            <translation>Allt annat du skriver blir en sökning. Med pilarna kommer du från fältet ned i listan, där enstaka bokstäver är kommandon; andra bokstäver söker vidare.</translation>
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
            <translation>Ring; under ett samtal: koppla det direkt</translation>
        </message>
        <message>
            <source>Ask first; again: connect them</source>
            <translation>Fråga först; igen: koppla ihop</translation>
        </message>
        <message>
            <source>Back to the caller, without connecting</source>
            <translation>Tillbaka till den som ringer, utan att koppla</translation>
        </message>
        <message>
            <source>Take the call that waits longest</source>
            <translation>Ta samtalet som väntat längst</translation>
        </message>
        <message>
            <source>Say what the call is about, before transferring it</source>
            <translation>Skriv vad samtalet gäller, innan det kopplas</translation>
        </message>
        <message>
            <source>Leave a message</source>
            <translation>Lämna ett meddelande</translation>
        </message>
        <message>
            <source>Show the person's card</source>
            <translation>Visa personens kort</translation>
        </message>
        <message>
            <source>Ask “are you back?”</source>
            <translation>Fråga ”är du tillbaka?”</translation>
        </message>
        <message>
            <source>Set an absence</source>
            <translation>Sätt en frånvaro</translation>
        </message>
        <message>
            <source>End the absence</source>
            <translation>Avsluta frånvaron</translation>
        </message>
        <message>
            <source>Forward the whole unit</source>
            <translation>Koppla vidare hela enheten</translation>
        </message>
        <message>
            <source>Undo the last act</source>
            <translation>Ångra det senaste</translation>
        </message>
        <message>
            <source>Favourite, or no longer</source>
            <translation>Favorit, eller inte längre</translation>
        </message>
        <message>
            <source>Notices of the units</source>
            <translation>Enheternas besked</translation>
        </message>
        <message>
            <source>The next of the present calls</source>
            <translation>Nästa pågående samtal</translation>
        </message>
        <message>
            <source>Search anew</source>
            <translation>Sök på nytt</translation>
        </message>
        <message>
            <source>Units and filters; again: back</source>
            <translation>Enheter och filter; igen: tillbaka</translation>
        </message>
        <message>
            <source>Only those who are in</source>
            <translation>Bara de som är inne</translation>
        </message>
        <message>
            <source>Only those who are away</source>
            <translation>Bara de som är borta</translation>
        </message>
        <message>
            <source>Only those on the phone</source>
            <translation>Bara de som är i telefon</translation>
        </message>
        <message>
            <source>Only those overdue</source>
            <translation>Bara försenade</translation>
        </message>
        <message>
            <source>Only favourites</source>
            <translation>Bara favoriter</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>Alla</translation>
        </message>
        <message>
            <source>As a list</source>
            <translation>Som lista</translation>
        </message>
        <message>
            <source>As tiles</source>
            <translation>Som brickor</translation>
        </message>
        <message>
            <source>Choose columns</source>
            <translation>Välj kolumner</translation>
        </message>
        <message>
            <source>Narrow strip, always on top; again: whole window</source>
            <translation>Smal remsa, alltid överst; igen: helt fönster</translation>
        </message>
        <message>
            <source>Everything that can be done</source>
            <translation>Allt som kan göras</translation>
        </message>
        <message>
            <source>This map of keys</source>
            <translation>Den här tangentkartan</translation>
        </message>
        <message>
            <source>Clear the search; then close</source>
            <translation>Rensa sökningen; stäng sedan</translation>
        </message>
        <message>
            <source>Call somebody away all the same, not the deputy</source>
            <translation>Ring den som är borta ändå, inte ersättaren</translation>
        </message>
        <message>
            <source>Units wider, or narrow again</source>
            <translation>Enheterna bredare, eller smala igen</translation>
        </message>
    </context>
    <context>
        <name>LaterPart</name>
        <message>
            <source>When? 14.30, 30 min, tomorrow …</source>
            <translation>När? 14.30, 30 min, i morgon …</translation>
        </message>
        <message>
            <source>Put off until</source>
            <translation>Skjut upp till</translation>
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
            <translation>I morgon</translation>
        </message>
        <message>
            <source>Put off</source>
            <translation>Skjut upp</translation>
        </message>
    </context>
    <context>
        <name>LineReading</name>
        <message>
            <source>Choose a reason below, or type it here.</source>
            <translation>Välj en orsak nedan, eller skriv den här.</translation>
        </message>
        <message>
            <source>{reason}: when are you back? Choose a time below, or type it here.</source>
            <translation>{reason}: när är du åter? Välj en tid nedan, eller skriv den här.</translation>
        </message>
        <message>
            <source>From now: {reason}, until further notice.</source>
            <translation>Från nu: {reason}, tills vidare.</translation>
        </message>
        <message>
            <source>From now: {reason}, back {time}.</source>
            <translation>Från nu: {reason}, åter {time}.</translation>
        </message>
        <message>
            <source>You are back: calls ring at your phone.</source>
            <translation>Du är tillbaka: samtal ringer i din telefon.</translation>
        </message>
        <message>
            <source>That is ahead. Plan it? {plan}</source>
            <translation>Det ligger framåt. Planera det? {plan}</translation>
        </message>
        <message>
            <source>Plan it: {plan} Or {now}</source>
            <translation>Planera: {plan} Eller {now}</translation>
        </message>
        <message>
            <source>A caller hears: “{said}”.</source>
            <translation>Den som ringer hör: ”{said}”.</translation>
        </message>
    </context>
    <context>
        <name>Listing</name>
        <message>
            <source>Still reading the directory: {done} of {all} are searched so far, by name.</source>
            <translation>Katalogen läses in: hittills söks {done} av {all}, på namn.</translation>
        </message>
        <message>
            <source>Still reading the directory: searched by name so far.</source>
            <translation>Katalogen läses in: hittills söks bara på namn.</translation>
        </message>
    </context>
    <context>
        <name>CallbacksController</name>
        <message>
            <source>Not sent yet</source>
            <translation>Inte skickat än</translation>
        </message>
        <message>
            <source>What you did is kept here and sent as soon as the server answers.</source>
            <translation>Det du gjorde sparas här och skickas så snart servern svarar.</translation>
        </message>
        <message>
            <source>That was not done</source>
            <translation>Det blev inte gjort</translation>
        </message>
        <message>
            <source>The phone could not be rung</source>
            <translation>Det gick inte att ringa</translation>
        </message>
        <message>
            <source>the switchboard</source>
            <translation>växeln</translation>
        </message>
        <message>
            <source>Message left</source>
            <translation>Meddelandet är lämnat</translation>
        </message>
        <message>
            <source>For {name}.</source>
            <translation>Till {name}.</translation>
        </message>
        <message>
            <source>No contact with the presence server. The message waits here and is sent as soon as it answers.</source>
            <translation>Ingen kontakt med närvaroservern. Meddelandet väntar här och skickas så snart den svarar.</translation>
        </message>
        <message>
            <source>Not left yet</source>
            <translation>Inte lämnat ännu</translation>
        </message>
        <message>
            <source>The message was not left</source>
            <translation>Meddelandet lämnades inte</translation>
        </message>
    </context>
    <context>
        <name>MessageForm</name>
        <message>
            <source>A draft, not left yet.</source>
            <translation>Ett utkast, inte lämnat ännu.</translation>
        </message>
        <message>
            <source>Draft from {time}, not left yet.</source>
            <translation>Utkast från {time}, inte lämnat ännu.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Ångra</translation>
        </message>
        <message>
            <source>Begin anew</source>
            <translation>Börja om</translation>
        </message>
        <message>
            <source>Hide   Esc</source>
            <translation>Göm   Esc</translation>
        </message>
        <message>
            <source>Leave a message</source>
            <translation>Lämna ett meddelande</translation>
        </message>
        <message>
            <source>Choose from the list whom the message is for.</source>
            <translation>Välj ur listan vem meddelandet är till.</translation>
        </message>
        <message>
            <source>Name, extension, unit or duty</source>
            <translation>Namn, anknytning, enhet eller uppgift</translation>
        </message>
        <message>
            <source>If a time was wished: before 15, 13-15, tomorrow 9 …</source>
            <translation>Om en tid önskades: före 15, 13-15, i morgon 9 …</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>Brådskande</translation>
        </message>
        <message>
            <source>Leave message   Ctrl+Enter</source>
            <translation>Lämna meddelande   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Ctrl+Enter</source>
            <translation>Ctrl+Enter</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;Till</translation>
        </message>
        <message>
            <source>&amp;Who called</source>
            <translation>&amp;Vem ringde</translation>
        </message>
        <message>
            <source>N&amp;umber</source>
            <translation>N&amp;ummer</translation>
        </message>
        <message>
            <source>&amp;Organisation</source>
            <translation>&amp;Organisation</translation>
        </message>
        <message>
            <source>&amp;About</source>
            <translation>Vad &amp;gäller det</translation>
        </message>
        <message>
            <source>&amp;When</source>
            <translation>&amp;När</translation>
        </message>
        <message>
            <source>Not before {after}, and before {before}</source>
            <translation>Tidigast {after} och före {before}</translation>
        </message>
        <message>
            <source>Not before {after}</source>
            <translation>Tidigast {after}</translation>
        </message>
        <message>
            <source>Before {before}</source>
            <translation>Före {before}</translation>
        </message>
        <message>
            <source>after {time}</source>
            <translation>efter {time}</translation>
        </message>
        <message>
            <source>{name} is away until further notice: {reason}.</source>
            <translation>{name} är borta tills vidare: {reason}.</translation>
        </message>
        <message>
            <source>{name} is away: {reason}, back {time}.</source>
            <translation>{name} är borta: {reason}, åter {time}.</translation>
        </message>
        <message>
            <source>Should be called back by {time}.</source>
            <translation>Bör ringas upp senast {time}.</translation>
        </message>
        <message>
            <source>Cannot call back in time, by {time}.</source>
            <translation>Hinner inte ringa upp i tid, senast {time}.</translation>
        </message>
        <message>
            <source>Leave it with the deputy, {name}</source>
            <translation>Lämna det till ersättaren, {name}</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>Servern blir tillfrågad.</translation>
        </message>
    </context>
    <context>
        <name>MessageWords</name>
        <message>
            <source>Unknown caller</source>
            <translation>Okänd uppringare</translation>
        </message>
        <message>
            <source>Missed call.</source>
            <translation>Missat samtal.</translation>
        </message>
        <message>
            <source>Missed calls: {count}.</source>
            <translation>Missade samtal: {count}.</translation>
        </message>
        <message>
            <source>Asked to be called back, by pressing the key in the announcement.</source>
            <translation>Bad om att bli uppringd, med knappen i hänvisningsbeskedet.</translation>
        </message>
        <message>
            <source>Done {time}</source>
            <translation>Klart {time}</translation>
        </message>
        <message>
            <source>Done {time} by {name}</source>
            <translation>Klart {time} av {name}</translation>
        </message>
        <message>
            <source>Put off until {time}</source>
            <translation>Uppskjutet till {time}</translation>
        </message>
        <message>
            <source>Late: should have been called by {time}</source>
            <translation>Försenat: skulle ha ringts senast {time}</translation>
        </message>
        <message>
            <source>Call between {after} and {time}</source>
            <translation>Ring mellan {after} och {time}</translation>
        </message>
        <message>
            <source>Call by {time}</source>
            <translation>Ring senast {time}</translation>
        </message>
        <message>
            <source>Late since {time}</source>
            <translation>Försenat sedan {time}</translation>
        </message>
        <message>
            <source>Taken down by {name}, {time}</source>
            <translation>Antecknat av {name}, {time}</translation>
        </message>
        <message>
            <source>Called {time}</source>
            <translation>Ringde {time}</translation>
        </message>
        <message>
            <source>{name}: “{word}”</source>
            <translation>{name}: ”{word}”</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>Växeln</translation>
        </message>
        <message>
            <source>{group}, taken by {name}</source>
            <translation>{group}, taget av {name}</translation>
        </message>
        <message>
            <source>{time}: {outcome} ({name})</source>
            <translation>{time}: {outcome} ({name})</translation>
        </message>
        <message>
            <source>answered</source>
            <translation>svarade</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>ingen svarade</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>upptaget</translation>
        </message>
        <message>
            <source>left word</source>
            <translation>lämnade besked</translation>
        </message>
        <message>
            <source>no connection</source>
            <translation>ingen förbindelse</translation>
        </message>
        <message>
            <source>not known how it went</source>
            <translation>okänt hur det gick</translation>
        </message>
        <message>
            <source>Waiting: it is sent as soon as the presence server answers.</source>
            <translation>Väntar: skickas så snart närvaroservern svarar.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Skickar …</translation>
        </message>
        <message>
            <source>You talked. Is it done?</source>
            <translation>Ni har talats vid. Är det klart?</translation>
        </message>
        <message>
            <source>You talked for {minutes} min. Is it done?</source>
            <translation>Ni talades vid i {minutes} min. Är det klart?</translation>
        </message>
        <message>
            <source>Not delivered yet</source>
            <translation>Inte levererat än</translation>
        </message>
        <message>
            <source>Delivered</source>
            <translation>Levererat</translation>
        </message>
        <message>
            <source>Seen</source>
            <translation>Sett</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>Försökt</translation>
        </message>
        <message>
            <source>Returned to the switchboard</source>
            <translation>Tillbaka till växeln</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Klar</translation>
        </message>
        <message>
            <source>Taken by {name}</source>
            <translation>Taget av {name}</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>Till {name}</translation>
        </message>
        <message>
            <source>Done by {name}</source>
            <translation>Klart av {name}</translation>
        </message>
        <message>
            <source>With {name} now</source>
            <translation>Nu hos {name}</translation>
        </message>
        <message>
            <source>Done: {who}</source>
            <translation>Klart: {who}</translation>
        </message>
        <message>
            <source>Put off: {who}</source>
            <translation>Uppskjutet: {who}</translation>
        </message>
        <message>
            <source>Handed over: {who}</source>
            <translation>Överlämnat: {who}</translation>
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
            <translation>Meddelanden</translation>
        </message>
        <message>
            <source>As the computer's own notifications</source>
            <translation>Som datorns egna aviseringar</translation>
        </message>
        <message>
            <source>As a card of this program</source>
            <translation>Som ett kort från det här programmet</translation>
        </message>
        <message>
            <source>Send me a copy by e-mail while I am away</source>
            <translation>Skicka mig en kopia med e-post när jag är borta</translation>
        </message>
        <message>
            <source>Send me a copy by text message while I am away</source>
            <translation>Skicka mig en kopia med sms när jag är borta</translation>
        </message>
        <message>
            <source>Pop up</source>
            <translation>Visas</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>Kopior</translation>
        </message>
        <message>
            <source>Copies are sent only while an absence holds; the message itself stays in your inbox.</source>
            <translation>Kopior skickas bara medan du är borta; själva meddelandet ligger kvar i inkorgen.</translation>
        </message>
        <message>
            <source>Send me the policy report by e-mail when a month is over</source>
            <translation>Skicka policyrapporten till mig med e-post när en månad är slut</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Rapport</translation>
        </message>
        <message>
            <source>While I am new, as long as the organisation says</source>
            <translation>Medan jag är ny, så länge organisationen säger</translation>
        </message>
        <message>
            <source>At every incoming call</source>
            <translation>Vid varje inkommande samtal</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Aldrig</translation>
        </message>
        <message>
            <source>Line to answer with</source>
            <translation>Svarsfras</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message numerus="yes">
            <source>%n more notice(s)</source>
            <translation>
                <numerusform>%n besked till</numerusform>
                <numerusform>%n besked till</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n proposed notice(s)</source>
            <translation>
                <numerusform>%n föreslaget besked</numerusform>
                <numerusform>%n föreslagna besked</numerusform>
            </translation>
        </message>
        <message>
            <source>Notices   {key}</source>
            <translation>Besked   {key}</translation>
        </message>
        <message>
            <source>{unit}: {text}, until {time}</source>
            <translation>{unit}: {text}, till {time}</translation>
        </message>
        <message>
            <source>until {time}</source>
            <translation>till {time}</translation>
        </message>
    </context>
    <context>
        <name>NoticeWindow</name>
        <message>
            <source>Notices of the units</source>
            <translation>Enheternas besked</translation>
        </message>
        <message>
            <source>The library is closed on Thursday: stocktaking</source>
            <translation>Biblioteket är stängt torsdag: inventering</translation>
        </message>
        <message>
            <source>At once, or: Thursday 8</source>
            <translation>Genast, eller: torsdag 8</translation>
        </message>
        <message>
            <source>Thursday 17, 12 June …</source>
            <translation>Torsdag 17, 12 juni …</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Enhet</translation>
        </message>
        <message>
            <source>&amp;What to tell callers</source>
            <translation>&amp;Vad de som ringer får veta</translation>
        </message>
        <message>
            <source>Valid &amp;from</source>
            <translation>Gäller &amp;från</translation>
        </message>
        <message>
            <source>Valid un&amp;til</source>
            <translation>Gäller &amp;till</translation>
        </message>
        <message>
            <source>Propose</source>
            <translation>Föreslå</translation>
        </message>
        <message>
            <source>Publish   Ctrl+Enter</source>
            <translation>Publicera   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Close   Esc</source>
            <translation>Stäng   Esc</translation>
        </message>
        <message>
            <source>Propose   Ctrl+Enter</source>
            <translation>Föreslå   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Write what callers are to be told.</source>
            <translation>Skriv vad de som ringer ska få veta.</translation>
        </message>
        <message>
            <source>Write until when it is valid.</source>
            <translation>Skriv till när det gäller.</translation>
        </message>
        <message>
            <source>No unit has anything to tell.</source>
            <translation>Ingen enhet har något att meddela.</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Dra in</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Publicera</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Ta bort</translation>
        </message>
        <message>
            <source>{begins} to {ends}</source>
            <translation>{begins} till {ends}</translation>
        </message>
        <message>
            <source>Proposed by {name}, {span}</source>
            <translation>Föreslaget av {name}, {span}</translation>
        </message>
        <message>
            <source>Shown now, {span}</source>
            <translation>Visas nu, {span}</translation>
        </message>
        <message>
            <source>Published by {name}, {span}</source>
            <translation>Publicerat av {name}, {span}</translation>
        </message>
    </context>
    <context>
        <name>PersonCard</name>
        <message>
            <source>Close   Esc</source>
            <translation>Stäng   Esc</translation>
        </message>
        <message>
            <source>Extension</source>
            <translation>Anknytning</translation>
        </message>
        <message>
            <source>Direct number</source>
            <translation>Direktnummer</translation>
        </message>
        <message>
            <source>Mobile</source>
            <translation>Mobil</translation>
        </message>
        <message>
            <source>Call {what} {number}</source>
            <translation>Ring {what} {number}</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>E-post</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Telefontid</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Plats</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Ersättare</translation>
        </message>
        <message>
            <source>Covers for</source>
            <translation>Ersätter</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Anteckning</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>Enhetens besked</translation>
        </message>
        <message>
            <source>Callbacks</source>
            <translation>Att ringa upp</translation>
        </message>
        <message>
            <source>Absences</source>
            <translation>Frånvaro</translation>
        </message>
        <message>
            <source>{reason}, from {start}</source>
            <translation>{reason}, från {start}</translation>
        </message>
        <message>
            <source>{reason}, {start} to {end}</source>
            <translation>{reason}, {start} till {end}</translation>
        </message>
        <message>
            <source>Works with</source>
            <translation>Arbetar med</translation>
        </message>
        <message>
            <source>Telephone officer</source>
            <translation>Telefonansvarig</translation>
        </message>
        <message>
            <source>You act for them</source>
            <translation>Du är ombud</translation>
        </message>
    </context>
    <context>
        <name>PhonePage</name>
        <message>
            <source>no phone hours</source>
            <translation>ingen</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Telefontid</translation>
        </message>
        <message>
            <source>I am best reached at certain hours only</source>
            <translation>Jag träffas säkrast bara vissa tider</translation>
        </message>
        <message>
            <source>Outside these hours callers hear when you are reached, and may ask to be called back. Use it sparingly.</source>
            <translation>Utanför tiderna hör den som ringer när du träffas, och kan be om att bli uppringd. Använd det sparsamt.</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Tider</translation>
        </message>
        <message>
            <source>Up to and with</source>
            <translation>Till och med</translation>
        </message>
        <message>
            <source>These are over: you are reached as usual.</source>
            <translation>De här har gått ut: du nås som vanligt.</translation>
        </message>
        <message>
            <source>Write at least one day's hours, for example 9-11.</source>
            <translation>Skriv tider för minst en dag, till exempel 9-11.</translation>
        </message>
        <message>
            <source>Only where you are best reached at certain hours.</source>
            <translation>Bara när du helst nås vissa tider.</translation>
        </message>
    </context>
    <context>
        <name>Phrases</name>
        <message>
            <source>{name} is away too: calls go on from there.</source>
            <translation>{name} är också borta: samtalen går vidare därifrån.</translation>
        </message>
        <message>
            <source>Not known whether your phone can be reached</source>
            <translation>Okänt om din telefon går att nå</translation>
        </message>
        <message>
            <source>The telephone exchange does not know your phone, or does not answer.</source>
            <translation>Telefonväxeln känner inte din telefon, eller svarar inte.</translation>
        </message>
        <message>
            <source>Not signed in</source>
            <translation>Inte inloggad</translation>
        </message>
        <message>
            <source>Status not known yet</source>
            <translation>Status inte känd ännu</translation>
        </message>
        <message>
            <source>Overdue: are you back?</source>
            <translation>Försenad: är du tillbaka?</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>Tillgänglig</translation>
        </message>
        <message>
            <source>{reason}, until further notice</source>
            <translation>{reason}, tills vidare</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, åter {time}</translation>
        </message>
        <message>
            <source>Sign in to set your status.</source>
            <translation>Logga in för att sätta frånvaro.</translation>
        </message>
        <message>
            <source>Connecting to the presence server …</source>
            <translation>Ansluter till närvaroservern …</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known last.</source>
            <translation>Ingen kontakt med närvaroservern. Det här är det senast kända.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Skickar …</translation>
        </message>
        <message>
            <source>Waiting: it is sent as soon as the presence server answers.</source>
            <translation>Väntar: skickas så snart närvaroservern svarar.</translation>
        </message>
        <message>
            <source>Not confirmed: the telephone exchange does not have it yet.</source>
            <translation>Inte bekräftad: telefonväxeln har den inte ännu.</translation>
        </message>
        <message>
            <source>Calls ring at your phone. Confirmed by the telephone exchange.</source>
            <translation>Samtal ringer hos dig. Bekräftat av telefonväxeln.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange.</source>
            <translation>Bekräftad av telefonväxeln.</translation>
        </message>
        <message>
            <source>This computer's clock is {much} fast; the presence server's time counts.</source>
            <translation>Datorns klocka går {much} före; närvaroserverns tid gäller.</translation>
        </message>
        <message>
            <source>This computer's clock is {much} slow; the presence server's time counts.</source>
            <translation>Datorns klocka går {much} efter; närvaroserverns tid gäller.</translation>
        </message>
        <message>
            <source>All times are those of {city}.</source>
            <translation>Alla tider är lokal tid i {city}.</translation>
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
            <translation>{count} dygn</translation>
        </message>
        <message>
            <source>A demo: its clock is its own, and so are its callers.</source>
            <translation>Demo: klockan är dess egen och de som ringer är påhittade.</translation>
        </message>
        <message>
            <source>Your account has no telephone</source>
            <translation>Ditt konto har ingen telefon</translation>
        </message>
        <message>
            <source>It has no absence to set. Colleagues and messages are there as usual.</source>
            <translation>Det har ingen egen frånvaro att sätta. Kollegor och meddelanden finns som vanligt.</translation>
        </message>
        <message>
            <source>This program ({own}) is older than the presence server wants ({wanted}). It goes on, but some things may be missing: ask for a newer one.</source>
            <translation>Programmet ({own}) är äldre än närvaroservern vill ha ({wanted}). Det fungerar, men något kan saknas: be om ett nyare.</translation>
        </message>
        <message>
            <source>The presence server ({hub}) is older than this program wants ({wanted}). It goes on, but some things may be missing. Tell the administrator.</source>
            <translation>Närvaroservern ({hub}) är äldre än programmet vill ha ({wanted}). Det fungerar, men något kan saknas. Säg till administratören.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange. The presence server ends it.</source>
            <translation>Bekräftad av telefonväxeln. Närvaroservern avslutar den.</translation>
        </message>
        <message>
            <source>A newer version of this program is ready ({newest}): ask for it.</source>
            <translation>En nyare version av programmet är klar ({newest}): be om den.</translation>
        </message>
        <message>
            <source>A newer version of this program is ready ({newest}): {where}</source>
            <translation>En nyare version av programmet är klar ({newest}): {where}</translation>
        </message>
        <message>
            <source>Phone forwarded</source>
            <translation>Telefonen vidarekopplad</translation>
        </message>
        <message>
            <source>Your phone is forwarded in the telephone exchange, by hand: calls do not ring at it.</source>
            <translation>Din telefon är vidarekopplad i telefonväxeln, för hand: samtal ringer inte i den.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange, which also ends it.</source>
            <translation>Bekräftad av telefonväxeln, som också avslutar den.</translation>
        </message>
    </context>
    <context>
        <name>PlanningController</name>
        <message>
            <source>Reading the file in …</source>
            <translation>Läser in filen …</translation>
        </message>
    </context>
    <context>
        <name>PlanEntry</name>
        <message>
            <source>Plan</source>
            <translation>Planera</translation>
        </message>
        <message>
            <source>For example: holiday week 28-31, course thursday 9-12, meeting every tuesday 13-15</source>
            <translation>Till exempel: semester v 28-31, utbildning tors 9-12, möte varje tisdag 13-15</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Ersättare</translation>
        </message>
        <message>
            <source>Plan it</source>
            <translation>Planera</translation>
        </message>
        <message>
            <source>Keep it as it was</source>
            <translation>Låt det vara</translation>
        </message>
        <message>
            <source>&amp;Deputy</source>
            <translation>&amp;Ersättare</translation>
        </message>
        <message>
            <source>Nobody</source>
            <translation>Ingen</translation>
        </message>
        <message>
            <source>Change it</source>
            <translation>Ändra</translation>
        </message>
        <message>
            <source>Draw over days above, or type what and when here.</source>
            <translation>Dra över dagar ovanför, eller skriv här vad och när.</translation>
        </message>
        <message>
            <source>What is it? Type it before the days: holiday, course, meeting …</source>
            <translation>Vad är det? Skriv det före dagarna: semester, utbildning, möte …</translation>
        </message>
        <message>
            <source>Choose the deputy from the list, or nobody.</source>
            <translation>Välj ersättaren ur listan, eller ingen.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Skickar …</translation>
        </message>
        <message>
            <source>Yes, {days} days</source>
            <translation>Ja, {days} dagar</translation>
        </message>
        <message>
            <source>{plan} That is {days} days. Press Enter again if it is right.</source>
            <translation>{plan} Det är {days} dagar. Tryck Enter en gång till om det stämmer.</translation>
        </message>
        <message>
            <source>Plan it for {name}</source>
            <translation>Planera för {name}</translation>
        </message>
    </context>
    <context>
        <name>PlanImport</name>
        <message>
            <source>Read in a calendar file</source>
            <translation>Läs in kalenderfil</translation>
        </message>
        <message>
            <source>Calendar files (*.ics *.ical)</source>
            <translation>Kalenderfiler (*.ics *.ical)</translation>
        </message>
        <message>
            <source>The file is larger than a calendar should be.</source>
            <translation>Filen är större än en kalender ska vara.</translation>
        </message>
        <message>
            <source>The file is no calendar file.</source>
            <translation>Filen är ingen kalenderfil.</translation>
        </message>
        <message>
            <source>planned: {count}</source>
            <translation>planerade: {count}</translation>
        </message>
        <message>
            <source>changed: {count}</source>
            <translation>ändrade: {count}</translation>
        </message>
        <message>
            <source>left out: {count}</source>
            <translation>utelämnade: {count}</translation>
        </message>
        <message>
            <source>Nothing in the file is new.</source>
            <translation>Inget i filen är nytt.</translation>
        </message>
        <message>
            <source>taken back: {count}</source>
            <translation>borttagna: {count}</translation>
        </message>
        <message>
            <source>The file is no calendar file, or it is saved in an encoding that cannot be read. Save it as UTF-8.</source>
            <translation>Filen är ingen kalenderfil, eller är sparad i en teckenkodning som inte kan läsas. Spara den som UTF-8.</translation>
        </message>
    </context>
    <context>
        <name>PlanStrip</name>
        <message>
            <source>Planned absences</source>
            <translation>Planerad frånvaro</translation>
        </message>
        <message>
            <source>Nothing planned.</source>
            <translation>Inget planerat.</translation>
        </message>
    </context>
    <context>
        <name>PlanWindow</name>
        <message>
            <source>Planned absences</source>
            <translation>Planerad frånvaro</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Vecka</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Månad</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Tidigare</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Senare</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>I dag</translation>
        </message>
        <message>
            <source>Read in a calendar file …</source>
            <translation>Läs in kalenderfil …</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Ändra</translation>
        </message>
        <message>
            <source>Not this time</source>
            <translation>Inte den här gången</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>Ta bort</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Ångra</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Hämtar …</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was planned as of {time}; change it later.</source>
            <translation>Ingen kontakt med närvaroservern. Så här såg planeringen ut {time}; ändra den senare.</translation>
        </message>
        <message>
            <source>Nothing is planned in these days. Draw over days, or type below.</source>
            <translation>Inget är planerat de här dagarna. Dra över dagar, eller skriv nedan.</translation>
        </message>
        <message>
            <source>Taken away: {reason}</source>
            <translation>Borttaget: {reason}</translation>
        </message>
        <message>
            <source>week {week}</source>
            <translation>vecka {week}</translation>
        </message>
        <message>
            <source>Take all away</source>
            <translation>Ta bort alla</translation>
        </message>
        <message>
            <source>It repeats in a way that is changed where it was made: in its calendar file or by a shell.</source>
            <translation>Den upprepas på ett sätt som ändras där den gjordes: i kalenderfilen eller på kommandoraden.</translation>
        </message>
        <message>
            <source>It was not planned here. {sentence}</source>
            <translation>Den är inte planerad här. {sentence}</translation>
        </message>
        <message>
            <source>Changed: {plan}</source>
            <translation>Ändrat: {plan}</translation>
        </message>
        <message>
            <source>Planned: {plan}</source>
            <translation>Planerat: {plan}</translation>
        </message>
        <message>
            <source>Bring back what was taken away</source>
            <translation>Ta tillbaka det borttagna</translation>
        </message>
        <message>
            <source>You may plan for {name}, and are not shown what is planned.</source>
            <translation>Du får planera för {name}, men ser inte vad som är planerat.</translation>
        </message>
        <message>
            <source>Nothing is planned in these days.</source>
            <translation>Inget är planerat de här dagarna.</translation>
        </message>
        <message>
            <source>You may see what is planned for {name}, and change nothing.</source>
            <translation>Du får se vad som är planerat för {name}, men inte ändra något.</translation>
        </message>
    </context>
    <context>
        <name>Plans</name>
        <message>
            <source>It repeats.</source>
            <translation>Den upprepas.</translation>
        </message>
        <message>
            <source>Note: {note}</source>
            <translation>Anteckning: {note}</translation>
        </message>
        <message>
            <source>{reason} from {start} until further notice.</source>
            <translation>{reason} från {start} tills vidare.</translation>
        </message>
        <message>
            <source>{reason} {start}, back {end}.</source>
            <translation>{reason} {start}, åter {end}.</translation>
        </message>
        <message>
            <source>{reason} from {start}, back {end}.</source>
            <translation>{reason} från {start}, åter {end}.</translation>
        </message>
        <message>
            <source>From your calendar.</source>
            <translation>Från din kalender.</translation>
        </message>
        <message>
            <source>Planned.</source>
            <translation>Planerad.</translation>
        </message>
        <message>
            <source>Set by the switchboard.</source>
            <translation>Satt av växeln.</translation>
        </message>
        <message>
            <source>Set by a phone code.</source>
            <translation>Satt med hänvisningskod.</translation>
        </message>
        <message>
            <source>Set by yourself.</source>
            <translation>Satt av dig.</translation>
        </message>
        <message>
            <source>Something else goes before it for a while.</source>
            <translation>Något annat går före en stund.</translation>
        </message>
        <message>
            <source>{winner} goes before it meanwhile: it begins later.</source>
            <translation>{winner} går före så länge: den börjar senare.</translation>
        </message>
        <message>
            <source>by hand, then switchboard, phone code, plan, calendar, working time</source>
            <translation>för hand, sedan växeln, hänvisningskod, plan, kalender, arbetstid</translation>
        </message>
        <message>
            <source>{winner} goes before it meanwhile ({rule}).</source>
            <translation>{winner} går före så länge ({rule}).</translation>
        </message>
        <message>
            <source>{name} covers for you.</source>
            <translation>{name} ersätter dig.</translation>
        </message>
        <message>
            <source>{name} cannot cover for you.</source>
            <translation>{name} kan inte ersätta dig.</translation>
        </message>
        <message>
            <source>{name} has been asked to cover for you.</source>
            <translation>{name} är tillfrågad som ersättare.</translation>
        </message>
        <message>
            <source>w {week}</source>
            <translation>v {week}</translation>
        </message>
        <message>
            <source>{reason} from now, back {end}.</source>
            <translation>{reason} från nu, åter {end}.</translation>
        </message>
        <message>
            <source>{reason} {days}, first {start}.</source>
            <translation>{reason} {days}, första gången {start}.</translation>
        </message>
        <message>
            <source>{reason} {first}, all day, back {end}.</source>
            <translation>{reason} {first}, hela dagen, åter {end}.</translation>
        </message>
        <message>
            <source>{reason} {first} – {last}, back {end}.</source>
            <translation>{reason} {first} – {last}, åter {end}.</translation>
        </message>
        <message>
            <source>again and again</source>
            <translation>återkommande</translation>
        </message>
        <message>
            <source>{reason} {day}, all day.</source>
            <translation>{reason} {day}, hela dagen.</translation>
        </message>
        <message>
            <source>{reason} {first} – {last}, all days.</source>
            <translation>{reason} {first} – {last}, hela dagarna.</translation>
        </message>
    </context>
    <context>
        <name>RemindersPage</name>
        <message>
            <source>Reminders</source>
            <translation>Påminnelser</translation>
        </message>
        <message>
            <source>Ask before lunch</source>
            <translation>Fråga före lunch</translation>
        </message>
        <message>
            <source>Learn from my own lunches when that is</source>
            <translation>Lär dig när jag brukar äta lunch</translation>
        </message>
        <message>
            <source>Forget my lunches</source>
            <translation>Glöm mina lunchtider</translation>
        </message>
        <message>
            <source>Ask at the end of the working day</source>
            <translation>Fråga när arbetsdagen slutar</translation>
        </message>
        <message>
            <source>When I unlock after my return time, I am not overdue any more</source>
            <translation>När jag låser upp efter återkomsttiden är jag inte försenad längre</translation>
        </message>
        <message>
            <source>Ask me when I was away and nothing was set</source>
            <translation>Fråga mig när jag varit borta utan att sätta frånvaro</translation>
        </message>
        <message>
            <source>A screen locked at lunch time sets lunch</source>
            <translation>Låst skärm vid lunchtid sätter lunch</translation>
        </message>
        <message>
            <source>Gone for the day when my working time ends</source>
            <translation>Gått för dagen när arbetstiden är slut</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>Frågor</translation>
        </message>
        <message>
            <source>Lock and idle time are read on this computer only, and never told to anybody.</source>
            <translation>Låsning och overksam tid läses bara på den här datorn och berättas aldrig för någon.</translation>
        </message>
        <message>
            <source>Coming back</source>
            <translation>Tillbaka</translation>
        </message>
        <message>
            <source>Office networks</source>
            <translation>Kontorets nät</translation>
        </message>
        <message>
            <source>At the office you are asked whether calls should go to the mobile any longer.</source>
            <translation>På kontoret får du frågan om samtalen fortfarande ska gå till mobilen.</translation>
        </message>
        <message>
            <source>By itself</source>
            <translation>Av sig självt</translation>
        </message>
        <message numerus="yes">
            <source>Asked about {time}, learnt from your last %n lunch(es).</source>
            <translation>
                <numerusform>Du får frågan omkring {time}, efter din senaste %n lunch.</numerusform>
                <numerusform>Du får frågan omkring {time}, efter dina %n senaste luncher.</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked about {time}, as Working time says.</source>
            <translation>Du får frågan omkring {time}, efter tiderna under Arbetstid.</translation>
        </message>
        <message>
            <source>Only where you are asked before lunch.</source>
            <translation>Bara när du blir tillfrågad före lunch.</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>These choices lie at the presence server, with which there is no contact now.</source>
            <translation>De här valen ligger på närvaroservern, som inte kan nås just nu.</translation>
        </message>
        <message>
            <source>What is grey here has been decided by your organisation.</source>
            <translation>Det som är grått här har organisationen bestämt.</translation>
        </message>
    </context>
    <context>
        <name>SettingsWindow</name>
        <message>
            <source>Settings</source>
            <translation>Inställningar</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Sidor</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Avbryt</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Spara</translation>
        </message>
        <message>
            <source>Nothing has been saved yet. {why}</source>
            <translation>Ingenting är sparat än. {why}</translation>
        </message>
        <message>
            <source>Saving at the presence server …</source>
            <translation>Sparar på närvaroservern …</translation>
        </message>
    </context>
    <context>
        <name>Shortcut</name>
        <message>
            <source>Another program uses these keys. Choose others.</source>
            <translation>Ett annat program använder de tangenterna. Välj andra.</translation>
        </message>
        <message>
            <source>On Wayland only the desktop gives out shortcuts. Add one in the desktop's keyboard settings with the command kalix-presence.</source>
            <translation>I Wayland delar bara skrivbordet ut kortkommandon. Lägg till ett i skrivbordets tangentbordsinställningar med kommandot kalix-presence.</translation>
        </message>
        <message>
            <source>This system does not let the program have a shortcut. Use the tray icon.</source>
            <translation>Det här systemet låter inte programmet ha ett kortkommando. Använd ikonen i aktivitetsfältet.</translation>
        </message>
        <message>
            <source>These keys cannot be used here. Choose Ctrl, Alt or both with another key.</source>
            <translation>De tangenterna går inte att använda här. Välj Ctrl, Alt eller båda tillsammans med en annan tangent.</translation>
        </message>
    </context>
    <context>
        <name>ShortcutField</name>
        <message>
            <source>Press the keys</source>
            <translation>Tryck på tangenterna</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Inget</translation>
        </message>
    </context>
    <context>
        <name>SessionsField</name>
        <message>
            <source>Sign out everywhere else</source>
            <translation>Logga ut överallt annars</translation>
        </message>
        <message>
            <source>More sign-ins: {count}.</source>
            <translation>Fler inloggningar: {count}.</translation>
        </message>
        <message>
            <source>Unnamed device</source>
            <translation>Enhet utan namn</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Logga ut</translation>
        </message>
        <message>
            <source>Sign out of {name}</source>
            <translation>Logga ut från {name}</translation>
        </message>
        <message>
            <source>This sign-in</source>
            <translation>Den här inloggningen</translation>
        </message>
        <message>
            <source>Connected now</source>
            <translation>Ansluten nu</translation>
        </message>
        <message>
            <source>Seen {time}</source>
            <translation>Sedd {time}</translation>
        </message>
        <message>
            <source>since {time}</source>
            <translation>sedan {time}</translation>
        </message>
    </context>
    <context>
        <name>SignInPage</name>
        <message>
            <source>Second factor</source>
            <translation>Andra faktor</translation>
        </message>
        <message>
            <source>Give up …</source>
            <translation>Ta bort …</translation>
        </message>
        <message>
            <source>Set up …</source>
            <translation>Skaffa …</translation>
        </message>
        <message>
            <source>Not known without contact with the server.</source>
            <translation>Okänt utan kontakt med servern.</translation>
        </message>
        <message>
            <source>A code is asked for when you sign in.</source>
            <translation>En kod behövs när du loggar in.</translation>
        </message>
        <message>
            <source>The password is enough.</source>
            <translation>Lösenordet räcker.</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>Inloggning</translation>
        </message>
        <message>
            <source>Change password</source>
            <translation>Byt lösenord</translation>
        </message>
        <message>
            <source>Present password</source>
            <translation>Nuvarande lösenord</translation>
        </message>
        <message>
            <source>New password</source>
            <translation>Nytt lösenord</translation>
        </message>
        <message>
            <source>Again</source>
            <translation>Igen</translation>
        </message>
        <message>
            <source>Signed in at</source>
            <translation>Inloggad på</translation>
        </message>
        <message>
            <source>The password is changed, and other sign-ins are ended.</source>
            <translation>Lösenordet är bytt, och andra inloggningar är avslutade.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Fyll i alla fält först.</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>Servern blir tillfrågad.</translation>
        </message>
    </context>
    <context>
        <name>SignInWindow</name>
        <message>
            <source>&amp;New password</source>
            <translation>&amp;Nytt lösenord</translation>
        </message>
        <message>
            <source>New password &amp;again</source>
            <translation>Nytt lösenord i&amp;gen</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Logga in</translation>
        </message>
        <message>
            <source>Caps Lock seems to be on.</source>
            <translation>Caps Lock verkar vara på.</translation>
        </message>
        <message>
            <source>With the username and password for Kalix Presence.</source>
            <translation>Med användarnamn och lösenord för Kalix Presence.</translation>
        </message>
        <message>
            <source>&amp;Username</source>
            <translation>&amp;Användarnamn</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Lösenord</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Address of the server</source>
            <translation>Serverns adress</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Inte nu</translation>
        </message>
        <message>
            <source>Signing in …</source>
            <translation>Loggar in …</translation>
        </message>
        <message>
            <source>Which address did your administrator give you?</source>
            <translation>Vilken adress fick du av din administratör?</translation>
        </message>
        <message>
            <source>Your network names this server. Is it your organisation's?</source>
            <translation>Nätverket pekar ut den här servern. Är den er?</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>Servern blir tillfrågad.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Fyll i alla fält först.</translation>
        </message>
        <message>
            <source>Or with the username and password for Kalix Presence.</source>
            <translation>Eller med användarnamn och lösenord för Kalix Presence.</translation>
        </message>
        <message>
            <source>Go on in your browser. If it was closed, press the button again.</source>
            <translation>Fortsätt i webbläsaren. Om du stängde den, tryck på knappen igen.</translation>
        </message>
    </context>
    <context>
        <name>SmallWindow</name>
        <message>
            <source>My status</source>
            <translation>Min status</translation>
        </message>
        <message>
            <source>Set status …</source>
            <translation>Sätt frånvaro …</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Meny</translation>
        </message>
    </context>
    <context>
        <name>StatusPanel</name>
        <message>
            <source>Set status</source>
            <translation>Sätt frånvaro</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>For example: l 13, or meeting until half past two</source>
            <translation>Till exempel: l 13, eller möte till halv tre</translation>
        </message>
        <message>
            <source>Only colleagues who may see it, never callers</source>
            <translation>Ses bara av kollegor som får se den, aldrig av den som ringer</translation>
        </message>
        <message>
            <source>Calls go to</source>
            <translation>Samtal går till</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Anteckning</translation>
        </message>
        <message>
            <source>I am back</source>
            <translation>Jag är tillbaka</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Stäng</translation>
        </message>
        <message>
            <source>Colleagues   Ctrl+F</source>
            <translation>Kollegor   Ctrl+F</translation>
        </message>
        <message>
            <source>Type the number or the colleague that calls should go to.</source>
            <translation>Skriv numret eller kollegan som samtalen ska gå till.</translation>
        </message>
        <message numerus="yes">
            <source>%n character(s) left</source>
            <translation>
                <numerusform>%n tecken kvar</numerusform>
                <numerusform>%n tecken kvar</numerusform>
            </translation>
        </message>
        <message>
            <source>The time has already passed. Set a new one.</source>
            <translation>Tiden har redan passerat. Sätt en ny.</translation>
        </message>
        <message>
            <source>Note: {note}</source>
            <translation>Anteckning: {note}</translation>
        </message>
        <message>
            <source>{reading} That is {days} days. Press F2 again if it is right.</source>
            <translation>{reading} Det är {days} dagar. Tryck F2 en gång till om det stämmer.</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Logga in</translation>
        </message>
        <message>
            <source>You are not away: there is nothing to end.</source>
            <translation>Du är inte borta: det finns inget att avsluta.</translation>
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
            <translation>Resten av dagen</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>I morgon</translation>
        </message>
        <message>
            <source>Date …</source>
            <translation>Datum …</translation>
        </message>
        <message>
            <source>Until further notice</source>
            <translation>Tills vidare</translation>
        </message>
        <message>
            <source>Until {time}</source>
            <translation>Till {time}</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>Policy report …</source>
            <translation>Policyrapport …</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) wait for you.</source>
            <translation>
                <numerusform>%n meddelande väntar på dig.</numerusform>
                <numerusform>%n meddelanden väntar på dig.</numerusform>
            </translation>
        </message>
        <message>
            <source>Sign in …</source>
            <translation>Logga in …</translation>
        </message>
        <message>
            <source>Status panel …</source>
            <translation>Statuspanel …</translation>
        </message>
        <message>
            <source>Colleagues …</source>
            <translation>Kollegor …</translation>
        </message>
        <message>
            <source>Planned absences …</source>
            <translation>Planerad frånvaro …</translation>
        </message>
        <message>
            <source>Settings …</source>
            <translation>Inställningar …</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Logga ut</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Avsluta</translation>
        </message>
        <message>
            <source>Messages ({count}) …</source>
            <translation>Meddelanden ({count}) …</translation>
        </message>
        <message>
            <source>Messages …</source>
            <translation>Meddelanden …</translation>
        </message>
        <message>
            <source>Leave a message …</source>
            <translation>Lämna ett meddelande …</translation>
        </message>
        <message>
            <source>I am back</source>
            <translation>Jag är tillbaka</translation>
        </message>
        <message>
            <source>More reasons</source>
            <translation>Fler orsaker</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, åter {time}</translation>
        </message>
        <message>
            <source>How it works …</source>
            <translation>Så fungerar det …</translation>
        </message>
        <message>
            <source>Telephone matters …</source>
            <translation>Telefonansvar …</translation>
        </message>
        <message>
            <source>First steps ({count} left) …</source>
            <translation>Första stegen ({count} kvar) …</translation>
        </message>
    </context>
    <context>
        <name>Undo</name>
        <message>
            <source>Undo</source>
            <translation>Ångra</translation>
        </message>
    </context>
    <context>
        <name>UndoLine</name>
        <message>
            <source>Undo   {key}</source>
            <translation>Ångra   {key}</translation>
        </message>
    </context>
    <context>
        <name>WeekField</name>
        <message>
            <source>off</source>
            <translation>ledig</translation>
        </message>
    </context>
    <context>
        <name>ReturnQuestions</name>
        <message>
            <source>Are you back?</source>
            <translation>Är du tillbaka?</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Ja</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>Inte än</translation>
        </message>
        <message>
            <source>Ring here again?</source>
            <translation>Ska det ringa här igen?</translation>
        </message>
        <message>
            <source>You are at your desk, and calls still go to your mobile. {marked}</source>
            <translation>Du är vid skrivbordet, och samtalen går fortfarande till mobilen. {marked}</translation>
        </message>
        <message>
            <source>Ring here</source>
            <translation>Ring här</translation>
        </message>
        <message>
            <source>Keep the mobile</source>
            <translation>Behåll mobilen</translation>
        </message>
        <message>
            <source>Set an absence?</source>
            <translation>Sätta frånvaro?</translation>
        </message>
        <message>
            <source>You are marked as {reason} until further notice.</source>
            <translation>Du är markerad som {reason} tills vidare.</translation>
        </message>
        <message>
            <source>You are marked as {reason} until {time}.</source>
            <translation>Du är markerad som {reason} till {time}.</translation>
        </message>
        <message>
            <source>Nobody sat here from {left} to {back}, and nothing was set: a call rang at an empty desk. Going again? Say so first.</source>
            <translation>Ingen satt här från {left} till {back}, och ingenting var satt: samtal ringde vid ett tomt skrivbord. Går du igen? Säg det först.</translation>
        </message>
        <message>
            <source>I stay</source>
            <translation>Jag stannar</translation>
        </message>
        <message>
            <source>Other …</source>
            <translation>Annat …</translation>
        </message>
        <message>
            <source>Not today</source>
            <translation>Inte i dag</translation>
        </message>
    </context>
    <context>
        <name>WordField</name>
        <message>
            <source>What the call is about ({key}); whoever gets the call sees it</source>
            <translation>Vad samtalet gäller ({key}); den som får samtalet ser det</translation>
        </message>
        <message>
            <source>What the call is about</source>
            <translation>Vad samtalet gäller</translation>
        </message>
    </context>
    <context>
        <name>_Row</name>
        <message>
            <source>First day</source>
            <translation>Första dag</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Sista dag</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Tider</translation>
        </message>
        <message>
            <source>off</source>
            <translation>ledig</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Ta bort</translation>
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
            <translation>Planera   F2</translation>
        </message>
        <message>
            <source>From now   F3</source>
            <translation>Från nu   F3</translation>
        </message>
    </context>
    <context>
        <name>MachinePolicy</name>
        <message>
            <source>Decided by your organisation for this computer ({file}).</source>
            <translation>Bestämt av din organisation för den här datorn ({file}).</translation>
        </message>
        <message>
            <source>Your organisation's settings cannot be read</source>
            <translation>Organisationens inställningar går inte att läsa</translation>
        </message>
        <message>
            <source>Your organisation's settings for this computer cannot be read ({file}), so the server is not known. Tell your administrator.</source>
            <translation>Organisationens inställningar för den här datorn går inte att läsa ({file}), så servern är inte känd. Säg till administratören.</translation>
        </message>
        <message>
            <source>Your organisation's settings for this computer cannot be read ({file}), so this stays as it was. Tell your administrator.</source>
            <translation>Organisationens inställningar för den här datorn går inte att läsa ({file}), så det här stannar som det var. Säg till administratören.</translation>
        </message>
    </context>
    <context>
        <name>_Calendar</name>
        <message>
            <source>Choose a day</source>
            <translation>Välj en dag</translation>
        </message>
    </context>
    <context>
        <name>Main</name>
        <message>
            <source>The program could not start. What went wrong is written down: kalix-presence log --path says where.</source>
            <translation>Programmet kunde inte starta. Vad som gick fel är antecknat: kalix-presence log --path säger var.</translation>
        </message>
    </context>
    <context>
        <name>SigningIn</name>
        <message>
            <source>Signed in</source>
            <translation>Inloggad</translation>
        </message>
        <message>
            <source>Your keyring is locked, so you are asked to sign in at each start. Unlock it to be remembered.</source>
            <translation>Din nyckelring är låst, så du får logga in vid varje start. Lås upp den för att bli ihågkommen.</translation>
        </message>
        <message>
            <source>Your keyring does not answer, so you are asked to sign in at each start.</source>
            <translation>Din nyckelring svarar inte, så du får logga in vid varje start.</translation>
        </message>
        <message>
            <source>This computer has no keyring to keep your sign-in safe, so you are asked at each start.</source>
            <translation>Den här datorn har ingen nyckelring som kan förvara inloggningen säkert, så du får logga in vid varje start.</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>Utloggad</translation>
        </message>
    </context>
    <context>
        <name>WelcomeWindow</name>
        <message>
            <source>Welcome</source>
            <translation>Välkommen</translation>
        </message>
        <message>
            <source>Try it</source>
            <translation>Prova</translation>
        </message>
        <message>
            <source>Start when I sign in to the computer</source>
            <translation>Starta när jag loggar in på datorn</translation>
        </message>
        <message>
            <source>A few letters say where you are, and callers hear when you are back. Try: l 13. Nothing is set here.</source>
            <translation>Några bokstäver räcker för att säga var du är, och den som ringer får höra när du är tillbaka. Prova: l 13. Här ställs inget in på riktigt.</translation>
        </message>
        <message>
            <source>Change my times …</source>
            <translation>Ändra mina tider …</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Klar</translation>
        </message>
        <message>
            <source>{keys} opens the field from anywhere; so does a click on the icon by the clock.</source>
            <translation>{keys} öppnar fältet var du än är; det gör också ett klick på ikonen vid klockan.</translation>
        </message>
        <message>
            <source>A click on the icon by the clock opens the field.</source>
            <translation>Ett klick på ikonen vid klockan öppnar fältet.</translation>
        </message>
        <message>
            <source>Hello {name}, extension {extension}</source>
            <translation>Hej {name}, anknytning {extension}</translation>
        </message>
        <message>
            <source>Your working time is not known. Set it, so that return times are right.</source>
            <translation>Din arbetstid är inte känd. Ange den, så blir dina återkomsttider rätt.</translation>
        </message>
        <message>
            <source>Your next working day is from {starts} to {ends}. Is that right?</source>
            <translation>Din nästa arbetsdag är från {starts} till {ends}. Stämmer det?</translation>
        </message>
        <message>
            <source>Starting with the computer could not be arranged: {why}</source>
            <translation>Det gick inte att ordna start med datorn: {why}</translation>
        </message>
    </context>
    <context>
        <name>ReportController</name>
        <message>
            <source>Fetching …</source>
            <translation>Hämtar …</translation>
        </message>
        <message>
            <source>Plots are not installed on this computer; the table says the same. Ask your administrator for them.</source>
            <translation>Diagram är inte installerade på den här datorn; tabellen säger samma sak. Be din administratör om dem.</translation>
        </message>
        <message>
            <source>The plot could not be drawn; the table says the same.</source>
            <translation>Diagrammet gick inte att rita; tabellen säger samma sak.</translation>
        </message>
        <message>
            <source>PDF is not installed on this computer. Save as CSV, or ask your administrator for it.</source>
            <translation>PDF är inte installerat på den här datorn. Spara som CSV, eller be din administratör om det.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Sparad: {path}</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>Den gick inte att spara: {why}</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Sparar …</translation>
        </message>
    </context>
    <context>
        <name>ReportSaving</name>
        <message>
            <source>Save the report</source>
            <translation>Spara rapporten</translation>
        </message>
        <message>
            <source>policy-report</source>
            <translation>policyrapport</translation>
        </message>
    </context>
    <context>
        <name>ReportWindow</name>
        <message>
            <source>Policy report</source>
            <translation>Policyrapport</translation>
        </message>
        <message>
            <source>One level up</source>
            <translation>En nivå upp</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Upp</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Vecka</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Månad</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Period</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>Spara som …</translation>
        </message>
        <message>
            <source>PDF, for the board's papers …</source>
            <translation>PDF, till nämndens handlingar …</translation>
        </message>
        <message>
            <source>CSV, for a spreadsheet …</source>
            <translation>CSV, till ett kalkylblad …</translation>
        </message>
        <message>
            <source>JSON, for a program …</source>
            <translation>JSON, till ett program …</translation>
        </message>
        <message>
            <source>What was measured</source>
            <translation>Vad som mättes</translation>
        </message>
        <message>
            <source>There is no report yet. The first one comes when a whole week is over.</source>
            <translation>Det finns ingen rapport än. Den första kommer när en hel vecka är slut.</translation>
        </message>
        <message>
            <source>Too few people: nothing may be shown.</source>
            <translation>För få personer: ingenting får visas.</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Hämtar …</translation>
        </message>
        <message>
            <source>It is too small to be shown by itself: the report says nothing of fewer than five people.</source>
            <translation>Den är för liten för att visas för sig: rapporten säger ingenting om färre än fem personer.</translation>
        </message>
    </context>
    <context>
        <name>FactorFields</name>
        <message>
            <source>Photograph this with your authenticator program, or type the key there:</source>
            <translation>Fotografera bilden med din autentiseringsapp, eller skriv in nyckeln där:</translation>
        </message>
        <message>
            <source>Key for the authenticator program</source>
            <translation>Nyckel till autentiseringsappen</translation>
        </message>
        <message>
            <source>The key as a picture</source>
            <translation>Nyckeln som bild</translation>
        </message>
        <message>
            <source>&amp;Code</source>
            <translation>&amp;Kod</translation>
        </message>
    </context>
    <context>
        <name>RecoveryWindow</name>
        <message>
            <source>Recovery codes</source>
            <translation>Reservkoder</translation>
        </message>
        <message>
            <source>Each opens once, if the authenticator is lost. They are not shown again.</source>
            <translation>Var och en gäller en gång, om autentiseringsappen försvinner. De visas inte igen.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopiera</translation>
        </message>
        <message>
            <source>I have kept them</source>
            <translation>Jag har sparat dem</translation>
        </message>
    </context>
    <context>
        <name>FactorWindow</name>
        <message>
            <source>The server is being asked.</source>
            <translation>Servern blir tillfrågad.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Fyll i alla fält först.</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Lösenord</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Avbryt</translation>
        </message>
        <message>
            <source>Give up the second factor</source>
            <translation>Ta bort den andra faktorn</translation>
        </message>
        <message>
            <source>Set up a second factor</source>
            <translation>Skaffa en andra faktor</translation>
        </message>
        <message>
            <source>Give it up</source>
            <translation>Ta bort</translation>
        </message>
        <message>
            <source>Set it up</source>
            <translation>Slå på</translation>
        </message>
    </context>
    <context>
        <name>AppointmentsPage</name>
        <message>
            <source>Whom to ask</source>
            <translation>Vem man frågar</translation>
        </message>
        <message>
            <source>Today, or: 1 February</source>
            <translation>I dag, eller: 1 februari</translation>
        </message>
        <message>
            <source>Until further notice, or: 30 June</source>
            <translation>Tills vidare, eller: 30 juni</translation>
        </message>
        <message>
            <source>Telephone officer</source>
            <translation>Telefonansvarig</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Ersättare</translation>
        </message>
        <message>
            <source>&amp;Who</source>
            <translation>&amp;Vem</translation>
        </message>
        <message>
            <source>Is to &amp;be</source>
            <translation>S&amp;ka vara</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;För</translation>
        </message>
        <message>
            <source>F&amp;rom</source>
            <translation>F&amp;rån</translation>
        </message>
        <message>
            <source>&amp;Last day</source>
            <translation>&amp;Sista dag</translation>
        </message>
        <message>
            <source>Appoint</source>
            <translation>Utse</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Inte känt utan kontakt med närvaroservern.</translation>
        </message>
        <message>
            <source>Nobody is appointed so far.</source>
            <translation>Ingen är utsedd än.</translation>
        </message>
        <message>
            <source>Nobody is appointed for your unit. Ask the switchboard.</source>
            <translation>Ingen är utsedd för din enhet. Fråga växeln.</translation>
        </message>
        <message>
            <source>You ask: {names}</source>
            <translation>Du frågar: {names}</translation>
        </message>
        <message>
            <source>From {since} until further notice</source>
            <translation>Från {since} tills vidare</translation>
        </message>
        <message>
            <source>From {since} to {until}</source>
            <translation>Från {since} till {until}</translation>
        </message>
        <message>
            <source>{days}, appointed by {name}</source>
            <translation>{days}, utsedd av {name}</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Ta bort</translation>
        </message>
        <message>
            <source>End after today</source>
            <translation>Avsluta efter i dag</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Välj en kollega, efter namn eller anknytning.</translation>
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
            <translation>{name} ({extension}), ersättare</translation>
        </message>
    </context>
    <context>
        <name>OfficerWindow</name>
        <message>
            <source>Telephone matters</source>
            <translation>Telefonansvar</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Sidor</translation>
        </message>
    </context>
    <context>
        <name>RequestsPage</name>
        <message>
            <source>Extensions</source>
            <translation>Anknytningar</translation>
        </message>
        <message>
            <source>Who it is for</source>
            <translation>Vem den är till</translation>
        </message>
        <message>
            <source>Any free number</source>
            <translation>Vilket ledigt nummer som helst</translation>
        </message>
        <message>
            <source>For example: 1 February</source>
            <translation>Till exempel: 1 februari</translation>
        </message>
        <message>
            <source>What else should be known</source>
            <translation>Vad mer man bör veta</translation>
        </message>
        <message>
            <source>&amp;What</source>
            <translation>&amp;Vad</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Namn</translation>
        </message>
        <message>
            <source>W&amp;hose</source>
            <translation>V&amp;ems</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Enhet</translation>
        </message>
        <message>
            <source>To un&amp;it</source>
            <translation>&amp;Till enhet</translation>
        </message>
        <message>
            <source>Nu&amp;mber</source>
            <translation>Nu&amp;mmer</translation>
        </message>
        <message>
            <source>&amp;Done by</source>
            <translation>&amp;Klar till</translation>
        </message>
        <message>
            <source>&amp;Remark</source>
            <translation>Övr&amp;igt</translation>
        </message>
        <message>
            <source>Ask for it</source>
            <translation>Begär</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Inte känt utan kontakt med närvaroservern.</translation>
        </message>
        <message>
            <source>Nothing is asked for.</source>
            <translation>Ingenting är begärt.</translation>
        </message>
        <message>
            <source>A few words: why, or a comment</source>
            <translation>Några ord: varför, eller en kommentar</translation>
        </message>
        <message>
            <source>A few words about {what}</source>
            <translation>Några ord om {what}</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Nummer</translation>
        </message>
        <message>
            <source>Number for {what}</source>
            <translation>Nummer för {what}</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Välj en kollega, efter namn eller anknytning.</translation>
        </message>
        <message>
            <source>Asking the PBX …</source>
            <translation>Frågar telefonväxeln …</translation>
        </message>
    </context>
    <context>
        <name>RequestWords</name>
        <message>
            <source>New extension</source>
            <translation>Ny anknytning</translation>
        </message>
        <message>
            <source>Change of an extension</source>
            <translation>Ändring av anknytning</translation>
        </message>
        <message>
            <source>Move of an extension</source>
            <translation>Flytt av anknytning</translation>
        </message>
        <message>
            <source>End of an extension</source>
            <translation>Avslut av anknytning</translation>
        </message>
        <message>
            <source>Something about an extension</source>
            <translation>Något om en anknytning</translation>
        </message>
        <message>
            <source>Asked for, waits for the telephone officer</source>
            <translation>Begärd, väntar på telefonansvarig</translation>
        </message>
        <message>
            <source>Approved, waits to be ordered</source>
            <translation>Godkänd, väntar på att beställas</translation>
        </message>
        <message>
            <source>Ordered, waits to be done</source>
            <translation>Beställd, väntar på att bli klar</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Klar</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>Avslagen</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>Återtagen</translation>
        </message>
        <message>
            <source>In a state that this program does not know</source>
            <translation>I ett läge som det här programmet inte känner</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>Godkänn</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>Avslå</translation>
        </message>
        <message>
            <source>Ordered</source>
            <translation>Beställd</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Återta</translation>
        </message>
        <message>
            <source>Comment</source>
            <translation>Kommentera</translation>
        </message>
        <message>
            <source>Which numbers are free is not known: the policy names no series.</source>
            <translation>Vilka nummer som är lediga är inte känt: policyn anger inga nummerserier.</translation>
        </message>
        <message>
            <source>Free numbers: {count}. The lowest: {numbers}</source>
            <translation>Lediga nummer: {count}. De lägsta: {numbers}</translation>
        </message>
        <message>
            <source>Reserved: {numbers}</source>
            <translation>Reserverade: {numbers}</translation>
        </message>
        <message>
            <source>{number} rests until {day}</source>
            <translation>{number} vilar till {day}</translation>
        </message>
        <message>
            <source>Wanted soon, and not done</source>
            <translation>Behövs snart, och är inte klar</translation>
        </message>
        <message>
            <source>The day has come, and it is not done</source>
            <translation>Dagen är inne, och den är inte klar</translation>
        </message>
        <message>
            <source>{unit}, wanted {day}</source>
            <translation>{unit}, önskas {day}</translation>
        </message>
        <message>
            <source>{state}. Asked by {name}.</source>
            <translation>{state}. Begärd av {name}.</translation>
        </message>
        <message>
            <source>The directory agrees.</source>
            <translation>Katalogen stämmer.</translation>
        </message>
        <message>
            <source>The directory does not say so yet.</source>
            <translation>Katalogen säger det inte än.</translation>
        </message>
        <message>
            <source>{unit}, wanted {day}. {state}.</source>
            <translation>{unit}, önskas {day}. {state}.</translation>
        </message>
        <message>
            <source>{unit}, last reviewed {day}. Is it right still? See Telephone matters, The sketch.</source>
            <translation>{unit}, senast granskad {day}. Stämmer den fortfarande? Se Telefonansvar, Skissen.</translation>
        </message>
        <message>
            <source>Review the sketch</source>
            <translation>Granska skissen</translation>
        </message>
        <message>
            <source>Let the server do it</source>
            <translation>Låt servern göra det</translation>
        </message>
        <message>
            <source>Give it a new secret</source>
            <translation>Ge den en ny hemlighet</translation>
        </message>
        <message>
            <source>done by the server in the PBX, and confirmed</source>
            <translation>gjort av servern i telefonväxeln, och bekräftat</translation>
        </message>
        <message>
            <source>gave the phone a new secret</source>
            <translation>gav telefonen en ny hemlighet</translation>
        </message>
        <message>
            <source>The phone {number} is set up. It signs in as {number} with this secret, shown only now:</source>
            <translation>Telefonen {number} är upplagd. Den loggar in som {number} med den här hemligheten, som bara visas nu:</translation>
        </message>
        <message>
            <source>The phone has been connected since.</source>
            <translation>Telefonen har varit ansluten sedan dess.</translation>
        </message>
        <message>
            <source>The phone has not been connected yet.</source>
            <translation>Telefonen har inte varit ansluten än.</translation>
        </message>
        <message>
            <source>The server cannot do this itself: do it in the PBX by hand, then press Done.</source>
            <translation>Servern kan inte göra det här själv: gör det för hand i telefonväxeln och tryck sedan på Klar.</translation>
        </message>
        <message>
            <source>The server has not ended the phone yet, and tries again: {why}</source>
            <translation>Servern har inte avslutat telefonen än och försöker igen: {why}</translation>
        </message>
        <message>
            <source>the presence server</source>
            <translation>närvaroservern</translation>
        </message>
    </context>
    <context>
        <name>Starting</name>
        <message>
            <source>This computer starts the program for everybody, so it is not chosen here.</source>
            <translation>Den här datorn startar programmet för alla, så det väljs inte här.</translation>
        </message>
    </context>
    <context>
        <name>WorkPage</name>
        <message>
            <source>To see to</source>
            <translation>Att se till</translation>
        </message>
        <message>
            <source>There is no contact with the PBX: nothing is known of lines now.</source>
            <translation>Ingen kontakt med telefonväxeln: om linjer är inget känt nu.</translation>
        </message>
        <message>
            <source>There is nothing to see to.</source>
            <translation>Det finns inget att se till.</translation>
        </message>
        <message>
            <source>Telephones that are not connected now</source>
            <translation>Telefoner som inte är anslutna nu</translation>
        </message>
        <message>
            <source>Forwards for more than a week that nothing ends</source>
            <translation>Vidarekopplingar sedan mer än en vecka som inget avslutar</translation>
        </message>
        <message>
            <source>Phone hours whose last day has passed</source>
            <translation>Telefontider vars sista dag har passerat</translation>
        </message>
        <message>
            <source>Something that this program does not know</source>
            <translation>Något som det här programmet inte känner</translation>
        </message>
        <message>
            <source>Telephones that have never been connected</source>
            <translation>Telefoner som aldrig har varit anslutna</translation>
        </message>
        <message>
            <source>Goals of the policy report that were not reached</source>
            <translation>Mål i policyrapporten som inte nåddes</translation>
        </message>
        <message>
            <source>Lines where no call has been answered for a whole month</source>
            <translation>Linjer där inget samtal har besvarats på en hel månad</translation>
        </message>
    </context>
    <context>
        <name>SettingsController</name>
        <message>
            <source>The settings could not be saved</source>
            <translation>Inställningarna kunde inte sparas</translation>
        </message>
    </context>
    <context>
        <name>ActsFor</name>
        <message>
            <source>absence</source>
            <translation>frånvaro</translation>
        </message>
        <message>
            <source>callbacks</source>
            <translation>återuppringningar</translation>
        </message>
        <message>
            <source>plans</source>
            <translation>planerad frånvaro</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>till {day}</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first} till {last}</translation>
        </message>
        <message>
            <source>You are a delegate of {count} colleagues: {names}</source>
            <translation>Du är ombud för {count} kollegor: {names}</translation>
        </message>
        <message>
            <source>You are a delegate of {name}: {rights}, {days}</source>
            <translation>Du är ombud för {name}: {rights}, {days}</translation>
        </message>
    </context>
    <context>
        <name>DelegatesPage</name>
        <message>
            <source>Delegates</source>
            <translation>Ombud</translation>
        </message>
        <message>
            <source>Name or extension</source>
            <translation>Namn eller anknytning</translation>
        </message>
        <message>
            <source>Set, plan and end my absence</source>
            <translation>Sätta, planera och avsluta min frånvaro</translation>
        </message>
        <message>
            <source>Read and take my callbacks</source>
            <translation>Läsa och ta mina återuppringningar</translation>
        </message>
        <message>
            <source>See my plans, without sensitive reasons</source>
            <translation>Se min planerade frånvaro, utan känsliga orsaker</translation>
        </message>
        <message>
            <source>For example: Friday, or 30 June</source>
            <translation>Till exempel: fredag, eller 30 juni</translation>
        </message>
        <message>
            <source>Make delegate</source>
            <translation>Gör till ombud</translation>
        </message>
        <message>
            <source>A colleague</source>
            <translation>En kollega</translation>
        </message>
        <message>
            <source>May</source>
            <translation>Får</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Sista dagen</translation>
        </message>
        <message>
            <source>Act for you</source>
            <translation>Dina ombud</translation>
        </message>
        <message>
            <source>You act for</source>
            <translation>Du är ombud för</translation>
        </message>
        <message>
            <source>Both of you see this, and you can both end it at once. What a delegate does for you is told to you and noted. No delegate sees a sensitive reason, your notes or a private number.</source>
            <translation>Ni ser det båda och kan båda avsluta det genast. Vad ett ombud gör åt dig får du veta, och det antecknas. Inget ombud ser en känslig orsak, dina anteckningar eller ett privat nummer.</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Okänt utan kontakt med närvaroservern.</translation>
        </message>
        <message>
            <source>Nobody.</source>
            <translation>Ingen.</translation>
        </message>
        <message>
            <source>End</source>
            <translation>Avsluta</translation>
        </message>
        <message>
            <source>End {name}</source>
            <translation>Avsluta {name}</translation>
        </message>
        <message>
            <source>Waiting for the presence server …</source>
            <translation>Väntar på närvaroservern …</translation>
        </message>
        <message>
            <source>{name} is your delegate from now on.</source>
            <translation>{name} är ditt ombud från och med nu.</translation>
        </message>
    </context>
    <context>
        <name>PrivacyPage</name>
        <message>
            <source>Privacy</source>
            <translation>Integritet</translation>
        </message>
    </context>
    <context>
        <name>WhoSeesButton</name>
        <message>
            <source>Who sees this?</source>
            <translation>Vem ser det här?</translation>
        </message>
        <message>
            <source>Who sees this? ({field})</source>
            <translation>Vem ser det här? ({field})</translation>
        </message>
    </context>
    <context>
        <name>AuditField</name>
        <message>
            <source>Who did what about me</source>
            <translation>Vem som har gjort vad som rör mig</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Hämtar …</translation>
        </message>
        <message>
            <source>These are the newest. All of them: kalix-presence audit.</source>
            <translation>Det här är de senaste. Alla: kalix-presence audit.</translation>
        </message>
    </context>
    <context>
        <name>OwnCopyField</name>
        <message>
            <source>All that is held on me</source>
            <translation>Allt som finns om mig</translation>
        </message>
        <message>
            <source>To be read, or as JSON for another program. Only you can read the file.</source>
            <translation>Att läsa, eller som JSON för ett annat program. Bara du kan läsa filen.</translation>
        </message>
        <message>
            <source>Save a copy …</source>
            <translation>Spara en kopia …</translation>
        </message>
        <message>
            <source>held-on-me</source>
            <translation>allt-om-mig</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Hämtar …</translation>
        </message>
        <message>
            <source>The copy could not be saved: {reason}</source>
            <translation>Kopian kunde inte sparas: {reason}</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Sparad som {file}.</translation>
        </message>
        <message>
            <source>Text to be read</source>
            <translation>Text att läsa</translation>
        </message>
    </context>
    <context>
        <name>SketchPage</name>
        <message>
            <source>The sketch</source>
            <translation>Skissen</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Inte känt utan kontakt med närvaroservern.</translation>
        </message>
        <message>
            <source>{count} to see to.</source>
            <translation>{count} att se till.</translation>
        </message>
        <message>
            <source>There is nothing to see to.</source>
            <translation>Det finns inget att se till.</translation>
        </message>
        <message>
            <source>There is no contact with the PBX: nothing is known of telephones now.</source>
            <translation>Ingen kontakt med telefonväxeln: om telefoner är inget känt nu.</translation>
        </message>
        <message>
            <source>{unit}: {state}, from {day}</source>
            <translation>{unit}: {state}, från {day}</translation>
        </message>
        <message>
            <source>Proposed by {name}</source>
            <translation>Föreslaget av {name}</translation>
        </message>
        <message>
            <source>Answered by {name}. {answer}</source>
            <translation>Besvarat av {name}. {answer}</translation>
        </message>
        <message>
            <source>The sketch has changed since: it cannot be accepted as it is.</source>
            <translation>Skissen har ändrats sedan dess: förslaget kan inte godkännas som det är.</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Godkänn</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>Avslå</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Ta tillbaka</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>Ägare</translation>
        </message>
        <message>
            <source>Deputies</source>
            <translation>Ersättare</translation>
        </message>
        <message>
            <source>Each unit is changed by itself: take the person away here and put them in there.</source>
            <translation>Varje enhet ändras för sig: ta bort personen här och sätt in den där.</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Välj en kollega, med namn eller anknytning.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Ångra</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Tidigare</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Senare</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>Ta bort</translation>
        </message>
        <message>
            <source>Move there</source>
            <translation>Flytta dit</translation>
        </message>
        <message>
            <source>Reviewed: it is right today</source>
            <translation>Granskad: stämmer i dag</translation>
        </message>
        <message>
            <source>Put here</source>
            <translation>Sätt in här</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Ändra</translation>
        </message>
        <message>
            <source>New duty</source>
            <translation>Ny uppgift</translation>
        </message>
        <message>
            <source>Propose</source>
            <translation>Föreslå</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Kasta ändringen</translation>
        </message>
        <message>
            <source>Ctrl+Z</source>
            <translation>Ctrl+Z</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Upp</translation>
        </message>
        <message>
            <source>Alt+Down</source>
            <translation>Alt+Ned</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Delete</translation>
        </message>
        <message>
            <source>Today, or: 1 February</source>
            <translation>I dag, eller: 1 februari</translation>
        </message>
        <message>
            <source>Why, when a proposal is refused</source>
            <translation>Varför, när ett förslag avslås</translation>
        </message>
        <message>
            <source>W&amp;ho</source>
            <translation>&amp;Vem</translation>
        </message>
        <message>
            <source>Du&amp;ty</source>
            <translation>Upp&amp;gift</translation>
        </message>
        <message>
            <source>P&amp;lace</source>
            <translation>P&amp;lats</translation>
        </message>
        <message>
            <source>&amp;New duty</source>
            <translation>&amp;Ny uppgift</translation>
        </message>
        <message>
            <source>Holds &amp;from</source>
            <translation>Gäller &amp;från</translation>
        </message>
        <message>
            <source>Wh&amp;y</source>
            <translation>Va&amp;rför</translation>
        </message>
        <message>
            <source>Save as {kind}</source>
            <translation>Spara som {kind}</translation>
        </message>
        <message>
            <source>Move t&amp;o</source>
            <translation>Flytta &amp;till</translation>
        </message>
        <message>
            <source>Ad&amp;ministration</source>
            <translation>Förv&amp;altning</translation>
        </message>
    </context>
    <context>
        <name>SketchRoom</name>
        <message>
            <source>PDF and SVG are not installed on this computer. Save as CSV, or ask your administrator for them.</source>
            <translation>PDF och SVG är inte installerade på den här datorn. Spara som CSV, eller be administratören om dem.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Sparad: {path}</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>Det gick inte att spara: {why}</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Sparar …</translation>
        </message>
        <message>
            <source>Save the sketch</source>
            <translation>Spara skissen</translation>
        </message>
    </context>
    <context>
        <name>SketchTree</name>
        <message>
            <source>The sketch: units, duties and people</source>
            <translation>Skissen: enheter, uppgifter och personer</translation>
        </message>
        <message>
            <source>{unit} (changed, not proposed yet)</source>
            <translation>{unit} (ändrad, inte föreslagen ännu)</translation>
        </message>
        <message>
            <source>{unit} ({count} to see to)</source>
            <translation>{unit} ({count} att se till)</translation>
        </message>
        <message>
            <source>Place: {place}</source>
            <translation>Plats: {place}</translation>
        </message>
        <message>
            <source>Owner: {name}</source>
            <translation>Ägare: {name}</translation>
        </message>
        <message>
            <source>Deputies</source>
            <translation>Ersättare</translation>
        </message>
        <message>
            <source>{duty} ({place})</source>
            <translation>{duty} ({place})</translation>
        </message>
        <message>
            <source>To see to: {fault}</source>
            <translation>Att se till: {fault}</translation>
        </message>
        <message>
            <source>{what}: nobody</source>
            <translation>{what}: ingen</translation>
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
            <translation>Läs den och godkänn den: Första stegen, i ikonens meny.</translation>
        </message>
        <message>
            <source>There is a new telephone policy</source>
            <translation>Det finns en ny telefonpolicy</translation>
        </message>
        <message>
            <source>The presence server is being asked.</source>
            <translation>Närvaroservern tillfrågas.</translation>
        </message>
    </context>
    <context>
        <name>FirstStepsWindow</name>
        <message>
            <source>First steps</source>
            <translation>Första stegen</translation>
        </message>
        <message>
            <source>Your extension</source>
            <translation>Din anknytning</translation>
        </message>
        <message>
            <source>When you can be reached</source>
            <translation>När du kan nås</translation>
        </message>
        <message>
            <source>Your signature</source>
            <translation>Din signatur</translation>
        </message>
        <message>
            <source>Coding the phone</source>
            <translation>Koda telefonen</translation>
        </message>
        <message>
            <source>The telephone policy</source>
            <translation>Telefonpolicyn</translation>
        </message>
        <message>
            <source>Your first absence</source>
            <translation>Din första frånvaro</translation>
        </message>
        <message>
            <source>A call to your own telephone</source>
            <translation>Ett samtal till din egen telefon</translation>
        </message>
        <message>
            <source>These are my hours</source>
            <translation>Det är mina tider</translation>
        </message>
        <message>
            <source>Change my times …</source>
            <translation>Ändra mina tider …</translation>
        </message>
        <message>
            <source>Copy signature</source>
            <translation>Kopiera signaturen</translation>
        </message>
        <message>
            <source>I know how</source>
            <translation>Jag kan det</translation>
        </message>
        <message>
            <source>Read it</source>
            <translation>Läs den</translation>
        </message>
        <message>
            <source>I have read it and accept it</source>
            <translation>Jag har läst och godkänner</translation>
        </message>
        <message>
            <source>Set an absence …</source>
            <translation>Lägg in en frånvaro …</translation>
        </message>
        <message>
            <source>Ring my telephone</source>
            <translation>Ring min telefon</translation>
        </message>
        <message>
            <source>Your telephone rings. Answer it.</source>
            <translation>Din telefon ringer. Svara.</translation>
        </message>
        <message>
            <source>Nobody answered. Try again when you are at the telephone.</source>
            <translation>Ingen svarade. Försök igen när du är vid telefonen.</translation>
        </message>
        <message>
            <source>The telephone was busy, or the call was declined. Try again.</source>
            <translation>Telefonen var upptagen, eller samtalet avvisades. Försök igen.</translation>
        </message>
        <message>
            <source>The telephone could not be rung. Is it connected? Otherwise ask your telephone officer.</source>
            <translation>Telefonen gick inte att ringa. Är den ansluten? Fråga annars din telefonansvariga.</translation>
        </message>
        <message>
            <source>Welcome {name}</source>
            <translation>Välkommen {name}</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Inte känt utan kontakt med närvaroservern.</translation>
        </message>
        <message numerus="yes">
            <source>%n step(s) left. What is done is kept; the icon's menu leads back here.</source>
            <translation>
                <numerusform>%n steg kvar. Det som är klart är sparat; ikonens meny leder hit igen.</numerusform>
                <numerusform>%n steg kvar. Det som är klart är sparat; ikonens meny leder hit igen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything is done.</source>
            <translation>Allt är klart.</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Senare</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Stäng</translation>
        </message>
        <message>
            <source>As far as it is known you work from {starts} to {ends} on your next working day.</source>
            <translation>Så vitt det är känt arbetar du {starts} till {ends} nästa arbetsdag.</translation>
        </message>
        <message>
            <source>Your working time is not known.</source>
            <translation>Din arbetstid är inte känd.</translation>
        </message>
        <message>
            <source>Version {version}, adopted {day}.</source>
            <translation>Version {version}, antagen {day}.</translation>
        </message>
        <message>
            <source>On the phone {set}1*1300# is lunch, back at 13.00, and {back} says that you are back.</source>
            <translation>På telefonen är {set}1*1300# lunch, åter 13.00, och {back} säger att du är tillbaka.</translation>
        </message>
        <message>
            <source>Your direct number belongs under everything that you send.</source>
            <translation>Ditt direktnummer hör hemma under allt du skickar.</translation>
        </message>
        <message>
            <source>Say where you are before you go, for instance lunch; end it when you are back.</source>
            <translation>Säg var du är innan du går, till exempel lunch; avsluta när du är tillbaka.</translation>
        </message>
        <message>
            <source>Your telephone rings as when somebody calls you. Pick it up: you hear a tone.</source>
            <translation>Din telefon ringer som när någon ringer dig. Lyft luren: du hör en ton.</translation>
        </message>
        <message>
            <source>Colleagues dial {extension}, everybody else {direct}.</source>
            <translation>Kollegor ringer {extension}, alla andra {direct}.</translation>
        </message>
        <message>
            <source>Colleagues dial {extension}.</source>
            <translation>Kollegor ringer {extension}.</translation>
        </message>
        <message>
            <source>Read it first.</source>
            <translation>Läs den först.</translation>
        </message>
        <message>
            <source>This PBX cannot ring a telephone from here.</source>
            <translation>Den här telefonväxeln kan inte ringa en telefon härifrån.</translation>
        </message>
        <message>
            <source>This PBX cannot ring a telephone from here. Call yours from another one, and leave this step.</source>
            <translation>Den här telefonväxeln kan inte ringa en telefon härifrån. Ring din från en annan, och lämna det här steget.</translation>
        </message>
        <message>
            <source>Copied. Paste it in the settings of your e-mail program.</source>
            <translation>Kopierad. Klistra in den i inställningarna för din e-post.</translation>
        </message>
        <message>
            <source>No browser opened. Read it at the address above.</source>
            <translation>Ingen webbläsare öppnades. Läs den på adressen ovan.</translation>
        </message>
    </context>
    <context>
        <name>NewcomersPage</name>
        <message>
            <source>Newcomers</source>
            <translation>Nykomlingar</translation>
        </message>
        <message>
            <source>Who is new and has not finished. The program shows them the steps; offer your help.</source>
            <translation>Den som är ny och inte är klar. Programmet visar stegen; erbjud din hjälp.</translation>
        </message>
        <message>
            <source>All newcomers have finished.</source>
            <translation>Alla nykomlingar är klara.</translation>
        </message>
        <message>
            <source>extension</source>
            <translation>anknytning</translation>
        </message>
        <message>
            <source>working hours</source>
            <translation>arbetstid</translation>
        </message>
        <message>
            <source>signature</source>
            <translation>signatur</translation>
        </message>
        <message>
            <source>codes on the phone</source>
            <translation>hänvisningskoder</translation>
        </message>
        <message>
            <source>telephone policy</source>
            <translation>telefonpolicy</translation>
        </message>
        <message>
            <source>first absence</source>
            <translation>första frånvaron</translation>
        </message>
        <message>
            <source>call to the own telephone</source>
            <translation>samtal till egna telefonen</translation>
        </message>
        <message>
            <source>something that this program does not know</source>
            <translation>något som det här programmet inte känner</translation>
        </message>
        <message>
            <source>Has not signed in yet.</source>
            <translation>Har inte loggat in än.</translation>
        </message>
        <message>
            <source>Missing: {steps}</source>
            <translation>Kvar: {steps}</translation>
        </message>
    </context>
    <context>
        <name>OfficerController</name>
        <message>
            <source>{name} ({extension}), {unit}. See Newcomers in Telephone matters.</source>
            <translation>{name} ({extension}), {unit}. Se Nykomlingar under Telefonansvar.</translation>
        </message>
        <message>
            <source>A newcomer has not finished the first steps</source>
            <translation>En nykomling är inte klar med de första stegen</translation>
        </message>
    </context>
    <context>
        <name>StepCard</name>
        <message>
            <source>Do this</source>
            <translation>Gör det här</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Klart</translation>
        </message>
        <message>
            <source>To do</source>
            <translation>Kvar</translation>
        </message>
    </context>
    <context>
        <name>SecretCard</name>
        <message>
            <source>Nobody can look it up later; a new one can be given.</source>
            <translation>Ingen kan se den senare; en ny kan ges.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopiera</translation>
        </message>
        <message>
            <source>I have it</source>
            <translation>Jag har den</translation>
        </message>
        <message>
            <source>Secret of the phone {number}</source>
            <translation>Hemlighet för telefonen {number}</translation>
        </message>
    </context>
    <context>
        <name>GreetingPage</name>
        <message>
            <source>Line to answer with</source>
            <translation>Svarsfras</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Enhet</translation>
        </message>
        <message>
            <source>&amp;Line</source>
            <translation>Svars&amp;fras</translation>
        </message>
        <message>
            <source>Unit's name</source>
            <translation>Enhetens namn</translation>
        </message>
        <message>
            <source>Given name</source>
            <translation>Förnamn</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Efternamn</translation>
        </message>
        <message>
            <source>Administration's name</source>
            <translation>Förvaltningens namn</translation>
        </message>
        <message>
            <source>Insert</source>
            <translation>Infoga</translation>
        </message>
        <message>
            <source>It is said</source>
            <translation>Så låter den</translation>
        </message>
        <message>
            <source>Save the line</source>
            <translation>Spara svarsfrasen</translation>
        </message>
        <message>
            <source>As the unit above</source>
            <translation>Som enheten ovanför</translation>
        </message>
        <message>
            <source>Insert: {blank}</source>
            <translation>Infoga: {blank}</translation>
        </message>
        <message numerus="yes">
            <source>Whoever is new sees it at incoming calls, for %n day(s).</source>
            <translation>
                <numerusform>Den som är ny ser den vid inkommande samtal, i %n dag.</numerusform>
                <numerusform>Den som är ny ser den vid inkommande samtal, i %n dagar.</numerusform>
            </translation>
        </message>
        <message>
            <source>Your organisation shows it to nobody by itself.</source>
            <translation>Organisationen visar den inte för någon av sig själv.</translation>
        </message>
        <message>
            <source>What each unit answers calls with.</source>
            <translation>Vad varje enhet svarar med i telefon.</translation>
        </message>
        <message>
            <source>As usual</source>
            <translation>Som vanligt</translation>
        </message>
        <message>
            <source>It is said: {line}</source>
            <translation>Så låter den: {line}</translation>
        </message>
        <message>
            <source>The unit's own line: {line}</source>
            <translation>Enhetens egen svarsfras: {line}</translation>
        </message>
        <message>
            <source>As {unit}: {line}</source>
            <translation>Som {unit}: {line}</translation>
        </message>
        <message>
            <source>As usual: {line}</source>
            <translation>Som vanligt: {line}</translation>
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
            <translation>Signaturer och kort</translation>
        </message>
        <message>
            <source>For everybody of a unit at once, with the direct number and in each one's own language.</source>
            <translation>För alla på en enhet på en gång, med direktnumret och på vars och ens eget språk.</translation>
        </message>
        <message>
            <source>With the units below it</source>
            <translation>Med enheterna under den</translation>
        </message>
        <message>
            <source>Signatures for e-mail (HTML and text)</source>
            <translation>Signaturer för e-post (HTML och text)</translation>
        </message>
        <message>
            <source>Contact cards (vCard), of each and of all</source>
            <translation>Kontaktkort (vCard), för var och en och för alla</translation>
        </message>
        <message>
            <source>Letters to write on (HTML, and PDF to print on)</source>
            <translation>Brev att skriva i (HTML, och PDF att skriva ut)</translation>
        </message>
        <message>
            <source>Letters to write on (HTML)</source>
            <translation>Brev att skriva i (HTML)</translation>
        </message>
        <message>
            <source>Save as ZIP …</source>
            <translation>Spara som ZIP …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Avbryt</translation>
        </message>
        <message>
            <source>People whose files are made</source>
            <translation>Personer vars filer är gjorda</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Enhet</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Vad</translation>
        </message>
        <message numerus="yes">
            <source>%n person(s).</source>
            <translation>
                <numerusform>%n person.</numerusform>
                <numerusform>%n personer.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without a direct number: see to it</source>
            <translation>
                <numerusform>%n saknar direktnummer: se till det</numerusform>
                <numerusform>%n saknar direktnummer: se till det</numerusform>
            </translation>
        </message>
        <message>
            <source>Everybody here has a direct number.</source>
            <translation>Alla här har ett direktnummer.</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Sparar …</translation>
        </message>
        <message>
            <source>Who belongs there is not known yet.</source>
            <translation>Vilka som hör dit är inte känt än.</translation>
        </message>
        <message>
            <source>Nobody belongs there.</source>
            <translation>Ingen hör dit.</translation>
        </message>
        <message>
            <source>Choose what is to be made.</source>
            <translation>Välj vad som ska göras.</translation>
        </message>
    </context>
    <context>
        <name>CardsRoom</name>
        <message>
            <source>Save signatures and cards</source>
            <translation>Spara signaturer och kort</translation>
        </message>
        <message numerus="yes">
            <source>%n person(s)</source>
            <translation>
                <numerusform>%n person</numerusform>
                <numerusform>%n personer</numerusform>
            </translation>
        </message>
        <message>
            <source>Saved: {path}. {people}.</source>
            <translation>Sparat: {path}. {people}.</translation>
        </message>
        <message>
            <source>Stopped; nothing was saved.</source>
            <translation>Avbrutet, inget sparades.</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>Det gick inte att spara: {why}</translation>
        </message>
    </context>
    <context>
        <name>OutlookKeeper</name>
        <message>
            <source>Your signature could not be written for Outlook</source>
            <translation>Din signatur kunde inte skrivas för Outlook</translation>
        </message>
        <message>
            <source>There is another one called {name} there, which this program leaves alone. Rename it in Outlook.</source>
            <translation>Det finns redan en annan där som heter {name}, och den låter programmet vara. Byt namn på den i Outlook.</translation>
        </message>
    </context>
    <context>
        <name>DifferencePart</name>
        <message>
            <source>Show more</source>
            <translation>Visa fler</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Stäng</translation>
        </message>
        <message>
            <source>Yes, do it …</source>
            <translation>Ja, gör det …</translation>
        </message>
        <message>
            <source>No, do nothing …</source>
            <translation>Nej, gör inget …</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>Tillbaka</translation>
        </message>
        <message>
            <source>What {name} would do</source>
            <translation>Vad {name} skulle göra</translation>
        </message>
        <message>
            <source>Asking the presence server …</source>
            <translation>Frågar närvaroservern …</translation>
        </message>
        <message numerus="yes">
            <source>%n people leave the directory, or lose their extension to somebody else.</source>
            <translation>
                <numerusform>%n person lämnar katalogen, eller mister sin anknytning till någon annan.</numerusform>
                <numerusform>%n personer lämnar katalogen, eller mister sin anknytning till någon annan.</numerusform>
            </translation>
        </message>
        <message>
            <source>Their accounts end, and what waits for them is handed over. It cannot be undone here.</source>
            <translation>Deras konton upphör, och det som väntar på dem lämnas över. Det går inte att ångra här.</translation>
        </message>
        <message>
            <source>Yes, exactly this</source>
            <translation>Ja, precis detta</translation>
        </message>
        <message>
            <source>Nothing of it is done. Other changes of this source wait too, until it says something else.</source>
            <translation>Inget av det görs. Även källans andra ändringar väntar, tills den säger något annat.</translation>
        </message>
        <message>
            <source>No, do none of it</source>
            <translation>Nej, gör inget av det</translation>
        </message>
    </context>
    <context>
        <name>DirectoryPage</name>
        <message>
            <source>Directory</source>
            <translation>Katalogen</translation>
        </message>
        <message>
            <source>Where people come from by themselves, and what became of the last run.</source>
            <translation>Varifrån personer kommer av sig själva, och vad den senaste körningen gjorde.</translation>
        </message>
        <message>
            <source>No source is set up: people are imported by hand.</source>
            <translation>Ingen källa är inställd: personer läses in för hand.</translation>
        </message>
        <message>
            <source>What waits is something else by now. Look at it again.</source>
            <translation>Det som väntar är något annat nu. Titta på det igen.</translation>
        </message>
        <message>
            <source>Nothing of it concerns your units.</source>
            <translation>Inget av det gäller dina enheter.</translation>
        </message>
        <message>
            <source>Show what it would do</source>
            <translation>Visa vad den skulle göra</translation>
        </message>
    </context>
    <context>
        <name>_Bar</name>
        <message>
            <source>Width of what stands on the left</source>
            <translation>Bredd på det som står till vänster</translation>
        </message>
        <message>
            <source>Click or drag: narrower or wider</source>
            <translation>Klicka eller dra: smalare eller bredare</translation>
        </message>
    </context>
    <context>
        <name>Month</name>
        <message>
            <source>Earlier month</source>
            <translation>Föregående månad</translation>
        </message>
        <message>
            <source>Later month</source>
            <translation>Nästa månad</translation>
        </message>
        <message>
            <source>Days of the month</source>
            <translation>Månadens dagar</translation>
        </message>
    </context>
    <context>
        <name>WhosePlans</name>
        <message>
            <source>Whose plans</source>
            <translation>Vems planer</translation>
        </message>
        <message>
            <source>&amp;Whose plans</source>
            <translation>&amp;Vems planer</translation>
        </message>
        <message>
            <source>My own</source>
            <translation>Mina egna</translation>
        </message>
    </context>
    <context>
        <name>HeldRuns</name>
        <message>
            <source>{source}: {waits} See Directory in Telephone matters.</source>
            <translation>{source}: {waits} Se Katalogen under Telefonansvar.</translation>
        </message>
        <message>
            <source>The directory waits for your yes</source>
            <translation>Katalogen väntar på ditt ja</translation>
        </message>
    </context>
    <context>
        <name>ElsewherePage</name>
        <message>
            <source>Show there, too, that I am away and when I am back</source>
            <translation>Visa även där att jag är borta och när jag är åter</translation>
        </message>
        <message>
            <source>Programs</source>
            <translation>Program</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Colleagues see there what they see here: the reason and when you are back, never a note, and never that you are sick. It is taken back when you are, and what you write there yourself is left alone.</source>
            <translation>Kollegorna ser där det de ser här: orsaken och när du är åter, aldrig en anteckning, och aldrig att du är sjuk. Det tas bort när du är åter, och det du själv skriver där får vara kvar.</translation>
        </message>
        <message>
            <source>Show colleagues here when I am in a call or a meeting there</source>
            <translation>Visa kollegorna här när jag är i ett samtal eller möte där</translation>
        </message>
        <message>
            <source>Let my mailbox answer when I am away for a day or more</source>
            <translation>Låt min brevlåda svara när jag är borta en dag eller mer</translation>
        </message>
        <message>
            <source>Mailbox</source>
            <translation>Brevlåda</translation>
        </message>
        <message>
            <source>Your mailbox then says when you are back and who is there meanwhile, never why. A reply of your own, also one that is switched off, is left as it is.</source>
            <translation>Brevlådan säger då när du är åter och vem som finns på plats under tiden, aldrig varför. Ett eget svar, också ett som är avstängt, får vara som det är.</translation>
        </message>
        <message>
            <source>Elsewhere</source>
            <translation>Andra program</translation>
        </message>
    </context>
    <context>
        <name>MailboxQuestion</name>
        <message>
            <source>Other …</source>
            <translation>Annat …</translation>
        </message>
        <message>
            <source>Leave it open</source>
            <translation>Låt den vara öppen</translation>
        </message>
        <message>
            <source>Close the phone, too?</source>
            <translation>Stänga telefonen också?</translation>
        </message>
        <message>
            <source>Your mailbox says that you are out of office, and your phone still rings.</source>
            <translation>Din brevlåda säger att du inte är på plats, och din telefon ringer fortfarande.</translation>
        </message>
    </context>
    <context>
        <name>UpdateField</name>
        <message>
            <source>It is being done.</source>
            <translation>Det görs nu.</translation>
        </message>
        <message>
            <source>Fetching and checking …</source>
            <translation>Hämtar och kontrollerar …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Söker …</translation>
        </message>
        <message>
            <source>Fetched, and as it was signed. An administrator must install it.</source>
            <translation>Hämtad, och den är som den signerades. En administratör måste installera den.</translation>
        </message>
        <message>
            <source>It has been handed to the program that installs packages, which asks for an administrator.</source>
            <translation>Den är överlämnad till programmet som installerar paket; det frågar efter en administratör.</translation>
        </message>
        <message>
            <source>No program here opens it. An administrator installs it by: {command}</source>
            <translation>Inget program här öppnar den. En administratör installerar den med: {command}</translation>
        </message>
        <message>
            <source>Open the package …</source>
            <translation>Öppna paketet …</translation>
        </message>
        <message>
            <source>Fetch version {version}</source>
            <translation>Hämta version {version}</translation>
        </message>
        <message>
            <source>Look for a newer version</source>
            <translation>Sök en nyare version</translation>
        </message>
    </context>
</TS>
