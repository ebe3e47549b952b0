<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
    <context>
        <name>Desk</name>
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
            <source>The settings could not be saved</source>
            <translation>Inställningarna kunde inte sparas</translation>
        </message>
        <message>
            <source>The status was not set</source>
            <translation>Statusen sattes inte</translation>
        </message>
        <message>
            <source>There was no contact with the presence server until its end had passed. Calls were not forwarded.</source>
            <translation>Det fanns ingen kontakt med närvaroservern förrän sluttiden hade passerat. Samtalen hänvisades inte.</translation>
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
            <source>{reason}, until further notice.</source>
            <translation>{reason}, tills vidare.</translation>
        </message>
        <message>
            <source>{reason}, back {time}.</source>
            <translation>{reason}, åter {time}.</translation>
        </message>
    </context>
    <context>
        <name>Phrases</name>
        <message>
            <source>Not signed in</source>
            <translation>Inte inloggad</translation>
        </message>
        <message>
            <source>Status not known yet</source>
            <translation>Status inte känd ännu</translation>
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
            <translation>Logga in för att sätta din status.</translation>
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
    </context>
    <context>
        <name>SmallWindow</name>
        <message>
            <source>My status</source>
            <translation>Min status</translation>
        </message>
        <message>
            <source>Set status …</source>
            <translation>Sätt status …</translation>
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
            <translation>Sätt status</translation>
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
            <source>Your account has no extension, so there is no phone to forward. Ask your administrator.</source>
            <translation>Ditt konto har ingen anknytning, så det finns ingen telefon att hänvisa. Fråga din administratör.</translation>
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
    </context>
</TS>
