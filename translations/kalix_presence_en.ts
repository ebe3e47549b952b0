<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>AbsenceForm</name>
        <message>
            <source>For example: l 13, or meeting until half past two</source>
            <translation>For example: l 13, or meeting until half past two</translation>
        </message>
        <message>
            <source>Absence</source>
            <translation>Absence</translation>
        </message>
        <message>
            <source>Rang and said so</source>
            <translation>Rang and said so</translation>
        </message>
        <message>
            <source>Name or extension; empty: the switchboard</source>
            <translation>Name or extension; empty: the switchboard</translation>
        </message>
        <message>
            <source>Set   Enter</source>
            <translation>Set   Enter</translation>
        </message>
        <message>
            <source>Calls go &amp;to</source>
            <translation>Calls go &amp;to</translation>
        </message>
        <message>
            <source>&amp;Why</source>
            <translation>&amp;Why</translation>
        </message>
        <message>
            <source>Cancel   Esc</source>
            <translation>Cancel   Esc</translation>
        </message>
        <message>
            <source>Absence of {name}</source>
            <translation>Absence of {name}</translation>
        </message>
        <message>
            <source>{name} is told who set it, and why.</source>
            <translation>{name} is told who set it, and why.</translation>
        </message>
        <message>
            <source>Forward {unit}</source>
            <translation>Forward {unit}</translation>
        </message>
        <message>
            <source>Everybody of the unit who is in is told who set it, and why. It can be undone.</source>
            <translation>Everybody of the unit who is in is told who set it, and why. It can be undone.</translation>
        </message>
        <message>
            <source>Reason and return time.</source>
            <translation>Reason and return time.</translation>
        </message>
        <message>
            <source>Choose from the list who gets the calls.</source>
            <translation>Choose from the list who gets the calls.</translation>
        </message>
        <message>
            <source>Another absence follows: really back {time}.</source>
            <translation>Another absence follows: really back {time}.</translation>
        </message>
        <message>
            <source>Another absence follows, without an end.</source>
            <translation>Another absence follows, without an end.</translation>
        </message>
        <message>
            <source>Calls go to {name}.</source>
            <translation>Calls go to {name}.</translation>
        </message>
        <message>
            <source>Calls ring at their phone as usual.</source>
            <translation>Calls ring at their phone as usual.</translation>
        </message>
        <message>
            <source>Calls go to their mobile.</source>
            <translation>Calls go to their mobile.</translation>
        </message>
        <message>
            <source>Calls go to the switchboard.</source>
            <translation>Calls go to the switchboard.</translation>
        </message>
    </context>
    <context>
        <name>ActBar</name>
        <message>
            <source>More</source>
            <translation>More</translation>
        </message>
        <message>
            <source>Key: {key}</source>
            <translation>Key: {key}</translation>
        </message>
    </context>
    <context>
        <name>Acts</name>
        <message>
            <source>Sign in first.</source>
            <translation>Sign in first.</translation>
        </message>
        <message>
            <source>Choose somebody first.</source>
            <translation>Choose somebody first.</translation>
        </message>
        <message>
            <source>Your role does not allow it.</source>
            <translation>Your role does not allow it.</translation>
        </message>
        <message>
            <source>No contact with the presence server.</source>
            <translation>No contact with the presence server.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot forward telephones.</source>
            <translation>This telephone exchange cannot forward telephones.</translation>
        </message>
        <message>
            <source>Only somebody overdue is asked.</source>
            <translation>Only somebody overdue is asked.</translation>
        </message>
        <message>
            <source>There is no absence to end.</source>
            <translation>There is no absence to end.</translation>
        </message>
        <message>
            <source>Your account has no telephone.</source>
            <translation>Your account has no telephone.</translation>
        </message>
        <message>
            <source>The telephone exchange cannot be reached.</source>
            <translation>The telephone exchange cannot be reached.</translation>
        </message>
        <message>
            <source>That is your own telephone.</source>
            <translation>That is your own telephone.</translation>
        </message>
        <message>
            <source>There is no call to transfer.</source>
            <translation>There is no call to transfer.</translation>
        </message>
        <message>
            <source>Somebody is being asked: {connect} connects them, {back} is back with the caller.</source>
            <translation>Somebody is being asked: {connect} connects them, {back} is back with the caller.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot ask first from the computer. Do it at the telephone.</source>
            <translation>This telephone exchange cannot ask first from the computer. Do it at the telephone.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot place calls from the computer.</source>
            <translation>This telephone exchange cannot place calls from the computer.</translation>
        </message>
        <message>
            <source>This telephone exchange cannot transfer calls from the computer. Transfer at the telephone.</source>
            <translation>This telephone exchange cannot transfer calls from the computer. Transfer at the telephone.</translation>
        </message>
        <message>
            <source>Transfer</source>
            <translation>Transfer</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Call</translation>
        </message>
        <message>
            <source>Ask first</source>
            <translation>Ask first</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>Connect</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>Message</translation>
        </message>
        <message>
            <source>Are you back?</source>
            <translation>Are you back?</translation>
        </message>
        <message>
            <source>Set absence</source>
            <translation>Set absence</translation>
        </message>
        <message>
            <source>End absence</source>
            <translation>End absence</translation>
        </message>
        <message>
            <source>Forward unit</source>
            <translation>Forward unit</translation>
        </message>
        <message>
            <source>Nobody is called instead.</source>
            <translation>Nobody is called instead.</translation>
        </message>
        <message>
            <source>Call {name} (deputy) instead</source>
            <translation>Call {name} (deputy) instead</translation>
        </message>
        <message>
            <source>Transfer to {name} (deputy) instead</source>
            <translation>Transfer to {name} (deputy) instead</translation>
        </message>
        <message>
            <source>Call all the same</source>
            <translation>Call all the same</translation>
        </message>
        <message>
            <source>Transfer all the same</source>
            <translation>Transfer all the same</translation>
        </message>
    </context>
    <context>
        <name>AddresseeField</name>
        <message>
            <source>Unit: {name}</source>
            <translation>Unit: {name}</translation>
        </message>
        <message>
            <source>Duty: {name}</source>
            <translation>Duty: {name}</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>The switchboard</translation>
        </message>
    </context>
    <context>
        <name>DayQuestions</name>
        <message>
            <source>Time for lunch?</source>
            <translation>Time for lunch?</translation>
        </message>
        <message>
            <source>Done for the day?</source>
            <translation>Done for the day?</translation>
        </message>
        <message>
            <source>Callers then hear when you are back and reach the switchboard.</source>
            <translation>Callers then hear when you are back and reach the switchboard.</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Not now</translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Show them</translation>
        </message>
        <message>
            <source>Not today</source>
            <translation>Not today</translation>
        </message>
        <message numerus="yes">
            <source>%n call(s) left to make. Go for the day?</source>
            <translation>
                <numerusform>%n call left to make. Go for the day?</numerusform>
                <numerusform>%n calls left to make. Go for the day?</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked now because you mostly went about {time} these weeks; only this computer knows that.</source>
            <translation>Asked now because you mostly went about {time} these weeks; only this computer knows that.</translation>
        </message>
        <message>
            <source>At {time} you are gone for the day by itself.</source>
            <translation>At {time} you are gone for the day by itself.</translation>
        </message>
        <message>
            <source>To ring: {names} and {count} more.</source>
            <translation>To ring: {names} and {count} more.</translation>
        </message>
        <message>
            <source>To ring: {names}.</source>
            <translation>To ring: {names}.</translation>
        </message>
        <message>
            <source>{name} asks. Colleagues see you as overdue until you answer.</source>
            <translation>{name} asks. Colleagues see you as overdue until you answer.</translation>
        </message>
        <message>
            <source>Your return time has passed and your phone rings again. Colleagues see you as overdue until you answer.</source>
            <translation>Your return time has passed and your phone rings again. Colleagues see you as overdue until you answer.</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Yes</translation>
        </message>
        <message>
            <source>Other time …</source>
            <translation>Other time …</translation>
        </message>
        <message>
            <source>Are you back?</source>
            <translation>Are you back?</translation>
        </message>
        <message>
            <source>+{minutes} min</source>
            <translation>+{minutes} min</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, back {time}</translation>
        </message>
    </context>
    <context>
        <name>CalendarPage</name>
        <message>
            <source>Calendar</source>
            <translation>Calendar</translation>
        </message>
        <message>
            <source>My calendars may set absences</source>
            <translation>My calendars may set absences</translation>
        </message>
        <message>
            <source>Meetings in which I am busy</source>
            <translation>Meetings in which I am busy</translation>
        </message>
        <message>
            <source>Entries marked out of office</source>
            <translation>Entries marked out of office</translation>
        </message>
        <message>
            <source>“MÖT: …” closes the phone, “MÖT; …” only informs</source>
            <translation>“MÖT: …” closes the phone, “MÖT; …” only informs</translation>
        </message>
        <message>
            <source>Those marked out of office</source>
            <translation>Those marked out of office</translation>
        </message>
        <message>
            <source>Those marked busy too</source>
            <translation>Those marked busy too</translation>
        </message>
        <message>
            <source>None</source>
            <translation>None</translation>
        </message>
        <message>
            <source>My calendars</source>
            <translation>My calendars</translation>
        </message>
        <message>
            <source>What counts</source>
            <translation>What counts</translation>
        </message>
        <message>
            <source>All-day entries</source>
            <translation>All-day entries</translation>
        </message>
        <message>
            <source>Free and tentative entries and meetings you declined do nothing. Of a private entry only the time is read: colleagues see a meeting, and its text is never stored.</source>
            <translation>Free and tentative entries and meetings you declined do nothing. Of a private entry only the time is read: colleagues see a meeting, and its text is never stored.</translation>
        </message>
        <message>
            <source>Only where your calendars may set absences.</source>
            <translation>Only where your calendars may set absences.</translation>
        </message>
    </context>
    <context>
        <name>CalendarsField</name>
        <message>
            <source>Connect</source>
            <translation>Connect</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>Username</source>
            <translation>Username</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>CalDAV server</source>
            <translation>CalDAV server</translation>
        </message>
        <message>
            <source>Link to a calendar file</source>
            <translation>Link to a calendar file</translation>
        </message>
        <message>
            <source>Microsoft 365</source>
            <translation>Microsoft 365</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Remove</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>Remove {name}</translation>
        </message>
        <message>
            <source>Not read yet.</source>
            <translation>Not read yet.</translation>
        </message>
        <message>
            <source>Read {time}; entries ahead: {count}.</source>
            <translation>Read {time}; entries ahead: {count}.</translation>
        </message>
        <message>
            <source>Reading the calendar …</source>
            <translation>Reading the calendar …</translation>
        </message>
        <message>
            <source>One of them has to be read. Remove the calendar to have none read.</source>
            <translation>One of them has to be read. Remove the calendar to have none read.</translation>
        </message>
        <message>
            <source>Entries that cannot be read: {count}.</source>
            <translation>Entries that cannot be read: {count}.</translation>
        </message>
    </context>
    <context>
        <name>CallLine</name>
        <message>
            <source>Show in the list</source>
            <translation>Show in the list</translation>
        </message>
        <message>
            <source>Take   {key}</source>
            <translation>Take   {key}</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>Take</translation>
        </message>
        <message>
            <source>{call} Enter transfers this call.</source>
            <translation>{call} Enter transfers this call.</translation>
        </message>
    </context>
    <context>
        <name>CallStrip</name>
        <message numerus="yes">
            <source>%n wait(s) · longest {lasted}, since {time}</source>
            <translation>
                <numerusform>%n waits · {lasted}, since {time}</numerusform>
                <numerusform>%n wait · longest {lasted}, since {time}</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to the caller   {key}</source>
            <translation>Back to the caller   {key}</translation>
        </message>
        <message numerus="yes">
            <source>%n more call(s) wait</source>
            <translation>
                <numerusform>%n more call waits</numerusform>
                <numerusform>%n more calls wait</numerusform>
            </translation>
        </message>
        <message>
            <source>Connect with {name}   {key}</source>
            <translation>Connect with {name}   {key}</translation>
        </message>
        <message>
            <source>Connect   {key}</source>
            <translation>Connect   {key}</translation>
        </message>
        <message>
            <source>Back   {key}</source>
            <translation>Back   {key}</translation>
        </message>
    </context>
    <context>
        <name>CallbackCard</name>
        <message>
            <source>Urgent</source>
            <translation>Urgent</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>Rings your phone first, then the caller</source>
            <translation>Rings your phone first, then the caller</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>No answer</translation>
        </message>
        <message>
            <source>Noted; it goes on waiting</source>
            <translation>Noted; it goes on waiting</translation>
        </message>
        <message>
            <source>Later …</source>
            <translation>Later …</translation>
        </message>
        <message>
            <source>Hand over …</source>
            <translation>Hand over …</translation>
        </message>
        <message>
            <source>Take it</source>
            <translation>Take it</translation>
        </message>
        <message>
            <source>The others see that it is yours</source>
            <translation>The others see that it is yours</translation>
        </message>
        <message>
            <source>Let it go</source>
            <translation>Let it go</translation>
        </message>
        <message>
            <source>The others can take it again</source>
            <translation>The others can take it again</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>Take it back</translation>
        </message>
        <message>
            <source>Not done after all</source>
            <translation>Not done after all</translation>
        </message>
        <message>
            <source>Another message came up at that moment. Press again if you mean this one.</source>
            <translation>Another message came up at that moment. Press again if you mean this one.</translation>
        </message>
        <message>
            <source>There is no number that may be called from here</source>
            <translation>There is no number that may be called from here</translation>
        </message>
    </context>
    <context>
        <name>CallbackNotices</name>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>No answer</translation>
        </message>
        <message>
            <source>Later …</source>
            <translation>Later …</translation>
        </message>
        <message>
            <source>Hand over …</source>
            <translation>Hand over …</translation>
        </message>
        <message>
            <source>Call {who}</source>
            <translation>Call {who}</translation>
        </message>
        <message>
            <source>Urgent: call {who}</source>
            <translation>Urgent: call {who}</translation>
        </message>
        <message numerus="yes">
            <source>%n callbacks wait</source>
            <translation>
                <numerusform>%n callback waits</numerusform>
                <numerusform>%n callbacks wait</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Show them</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Show</translation>
        </message>
    </context>
    <context>
        <name>CallbackStack</name>
        <message>
            <source>The one before</source>
            <translation>The one before</translation>
        </message>
        <message>
            <source>The next one</source>
            <translation>The next one</translation>
        </message>
        <message>
            <source>All messages</source>
            <translation>All messages</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>The message goes on waiting</source>
            <translation>The message goes on waiting</translation>
        </message>
        <message>
            <source>Callback</source>
            <translation>Callback</translation>
        </message>
        <message>
            <source>New callback</source>
            <translation>New callback</translation>
        </message>
        <message>
            <source>Callback that waits</source>
            <translation>Callback that waits</translation>
        </message>
        <message numerus="yes">
            <source>%n callbacks wait</source>
            <translation>
                <numerusform>%n callback waits</numerusform>
                <numerusform>%n callbacks wait</numerusform>
            </translation>
        </message>
        <message>
            <source>{heading}, an urgent one too</source>
            <translation>{heading}, an urgent one too</translation>
        </message>
    </context>
    <context>
        <name>Calls</name>
        <message>
            <source>last noted as “{name}”</source>
            <translation>last noted as “{name}”</translation>
        </message>
        <message>
            <source>gives the name “{name}”</source>
            <translation>gives the name “{name}”</translation>
        </message>
        <message>
            <source>Number withheld</source>
            <translation>Number withheld</translation>
        </message>
        <message>
            <source>Unknown number</source>
            <translation>Unknown number</translation>
        </message>
        <message>
            <source>comes back</source>
            <translation>comes back</translation>
        </message>
        <message>
            <source>picked up here</source>
            <translation>picked up here</translation>
        </message>
        <message>
            <source>for {name}</source>
            <translation>for {name}</translation>
        </message>
        <message>
            <source>for {name}: {why}</source>
            <translation>for {name}: {why}</translation>
        </message>
        <message>
            <source>away</source>
            <translation>away</translation>
        </message>
        <message>
            <source>no answer after {signals} signals</source>
            <translation>no answer after {signals} signals</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>busy</translation>
        </message>
        <message>
            <source>telephone not connected</source>
            <translation>telephone not connected</translation>
        </message>
        <message>
            <source>forwarded in a circle</source>
            <translation>forwarded in a circle</translation>
        </message>
        <message>
            <source>Waits while you ask</source>
            <translation>Waits while you ask</translation>
        </message>
        <message>
            <source>Waits at the switchboard</source>
            <translation>Waits at the switchboard</translation>
        </message>
        <message>
            <source>Calling</source>
            <translation>Calling</translation>
        </message>
        <message>
            <source>Rings</source>
            <translation>Rings</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>On hold</translation>
        </message>
        <message>
            <source>Talking</source>
            <translation>Talking</translation>
        </message>
        <message>
            <source>Earlier callbacks: {count}</source>
            <translation>Earlier callbacks: {count}</translation>
        </message>
        <message>
            <source>no word left</source>
            <translation>no word left</translation>
        </message>
        <message>
            <source>done</source>
            <translation>done</translation>
        </message>
        <message>
            <source>not done</source>
            <translation>not done</translation>
        </message>
        <message>
            <source>{said}, the last {time} to {name}: {about} ({done})</source>
            <translation>{said}, the last {time} to {name}: {about} ({done})</translation>
        </message>
    </context>
    <context>
        <name>Clearing</name>
        <message>
            <source>Clear the field</source>
            <translation>Clear the field</translation>
        </message>
    </context>
    <context>
        <name>ComputerPage</name>
        <message>
            <source>This computer</source>
            <translation>This computer</translation>
        </message>
        <message>
            <source>The computer's language</source>
            <translation>The computer's language</translation>
        </message>
        <message>
            <source>As the computer</source>
            <translation>As the computer</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Light</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dark</translation>
        </message>
        <message>
            <source>Start when I log in to the computer</source>
            <translation>Start when I log in to the computer</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Server</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>&amp;Language</translation>
        </message>
        <message>
            <source>&amp;Colours</source>
            <translation>&amp;Colours</translation>
        </message>
        <message>
            <source>Short&amp;cut</source>
            <translation>Shor&amp;tcut</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>Sign-in</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>The computer did not allow it: {reason}</source>
            <translation>The computer did not allow it: {reason}</translation>
        </message>
        <message>
            <source>Kept safe in this computer's keyring.</source>
            <translation>Kept safe in this computer's keyring.</translation>
        </message>
        <message>
            <source>The keyring is locked, so you are asked at each start. Unlock it to be remembered.</source>
            <translation>The keyring is locked, so you are asked at each start. Unlock it to be remembered.</translation>
        </message>
        <message>
            <source>The keyring does not answer, so you are asked at each start.</source>
            <translation>The keyring does not answer, so you are asked at each start.</translation>
        </message>
        <message>
            <source>This computer has no keyring, so you are asked at each start.</source>
            <translation>This computer has no keyring, so you are asked at each start.</translation>
        </message>
        <message>
            <source>Keep my signature in Outlook's folder</source>
            <translation>Keep my signature in Outlook's folder</translation>
        </message>
        <message>
            <source>Si&amp;gnature</source>
            <translation>Si&amp;gnature</translation>
        </message>
        <message>
            <source>There is no Outlook for Windows on this computer.</source>
            <translation>There is no Outlook for Windows on this computer.</translation>
        </message>
        <message>
            <source>Say when a newer version is there</source>
            <translation>Say when a newer version is there</translation>
        </message>
        <message>
            <source>Connected to {address}.</source>
            <translation>Connected to {address}.</translation>
        </message>
        <message>
            <source>No contact just now; the hubs are asked in turn.</source>
            <translation>No contact just now; the hubs are asked in turn.</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Exchange</translation>
        </message>
    </context>
    <context>
        <name>ContactPart</name>
        <message>
            <source>Contact card</source>
            <translation>Contact card</translation>
        </message>
        <message>
            <source>Copy signature</source>
            <translation>Copy signature</translation>
        </message>
        <message>
            <source>Copy card</source>
            <translation>Copy card</translation>
        </message>
        <message>
            <source>Save card …</source>
            <translation>Save card …</translation>
        </message>
        <message>
            <source>QR code with the contact card of {name}</source>
            <translation>QR code with the contact card of {name}</translation>
        </message>
        <message>
            <source>The signature is copied.</source>
            <translation>The signature is copied.</translation>
        </message>
        <message>
            <source>The card is copied as a vCard.</source>
            <translation>The card is copied as a vCard.</translation>
        </message>
        <message>
            <source>The card could not be saved: {reason}</source>
            <translation>The card could not be saved: {reason}</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Saved as {file}.</translation>
        </message>
        <message>
            <source>Save contact card</source>
            <translation>Save contact card</translation>
        </message>
    </context>
    <context>
        <name>DeputyQuestion</name>
        <message>
            <source>{name} is away from {start} until {end} and asks you to take their calls meanwhile.</source>
            <translation>{name} is away from {start} until {end} and asks you to take their calls meanwhile.</translation>
        </message>
        <message>
            <source>Cover for {name}?</source>
            <translation>Cover for {name}?</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Yes</translation>
        </message>
        <message>
            <source>No</source>
            <translation>No</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Not now</translation>
        </message>
        <message>
            <source>The answer was not told</source>
            <translation>The answer was not told</translation>
        </message>
    </context>
    <context>
        <name>DesktopController</name>
        <message>
            <source>The status was not set</source>
            <translation>The status was not set</translation>
        </message>
        <message>
            <source>There was no contact with the presence server until its end had passed. Calls were not forwarded.</source>
            <translation>There was no contact with the presence server until its end had passed. Calls were not forwarded.</translation>
        </message>
        <message>
            <source>Not set yet</source>
            <translation>Not set yet</translation>
        </message>
        <message>
            <source>No contact with the presence server. The change waits here and is sent as soon as it answers.</source>
            <translation>No contact with the presence server. The change waits here and is sent as soon as it answers.</translation>
        </message>
        <message>
            <source>Something went wrong on this computer</source>
            <translation>Something went wrong on this computer</translation>
        </message>
        <message>
            <source>Something went wrong; it is written down</source>
            <translation>Something went wrong; it is written down</translation>
        </message>
        <message>
            <source>The program goes on. If something is not as it should be, start it again and tell your administrator.</source>
            <translation>The program goes on. If something is not as it should be, start it again and tell your administrator.</translation>
        </message>
    </context>
    <context>
        <name>GridActions</name>
        <message>
            <source>Your telephone rings; then {name}.</source>
            <translation>Your telephone rings; then {name}.</translation>
        </message>
        <message>
            <source>Transferred to {name}.</source>
            <translation>Transferred to {name}.</translation>
        </message>
        <message>
            <source>The caller waits; {name} is being asked.</source>
            <translation>The caller waits; {name} is being asked.</translation>
        </message>
        <message>
            <source>Connected.</source>
            <translation>Connected.</translation>
        </message>
        <message>
            <source>Back with the caller.</source>
            <translation>Back with the caller.</translation>
        </message>
        <message>
            <source>Nobody waits at the switchboard.</source>
            <translation>Nobody waits at the switchboard.</translation>
        </message>
        <message>
            <source>Nobody is being asked.</source>
            <translation>Nobody is being asked.</translation>
        </message>
        <message>
            <source>Your account has no telephone.</source>
            <translation>Your account has no telephone.</translation>
        </message>
        <message>
            <source>The call comes to your telephone.</source>
            <translation>The call comes to your telephone.</translation>
        </message>
        <message>
            <source>No contact with the presence server: it waits here for {name}.</source>
            <translation>No contact with the presence server: it waits here for {name}.</translation>
        </message>
        <message>
            <source>{name} is back.</source>
            <translation>{name} is back.</translation>
        </message>
        <message>
            <source>{name}: {reason} is set.</source>
            <translation>{name}: {reason} is set.</translation>
        </message>
        <message>
            <source>Undone for {name}.</source>
            <translation>Undone for {name}.</translation>
        </message>
        <message numerus="yes">
            <source>%n telephone(s) forwarded.</source>
            <translation>
                <numerusform>%n telephone forwarded.</numerusform>
                <numerusform>%n telephones forwarded.</numerusform>
            </translation>
        </message>
        <message>
            <source>Not done for {names}.</source>
            <translation>Not done for {names}.</translation>
        </message>
        <message>
            <source>The unit's telephones ring as before.</source>
            <translation>The unit's telephones ring as before.</translation>
        </message>
        <message>
            <source>{name} is asked now.</source>
            <translation>{name} is asked now.</translation>
        </message>
        <message>
            <source>{name} is asked when their computer is on.</source>
            <translation>{name} is asked when their computer is on.</translation>
        </message>
        <message>
            <source>{name} is away: {status}. {key} again asks {deputy} (deputy) instead; {call} calls them at once.</source>
            <translation>{name} is away: {status}. {key} again asks {deputy} (deputy) instead; {call} calls them at once.</translation>
        </message>
        <message>
            <source>{name} is away: {status}. An announcement answers there; {key} again rings all the same.</source>
            <translation>{name} is away: {status}. An announcement answers there; {key} again rings all the same.</translation>
        </message>
        <message>
            <source>The telephone exchange cannot be reached: no call will come.</source>
            <translation>The telephone exchange cannot be reached: no call will come.</translation>
        </message>
    </context>
    <context>
        <name>ExceptionsField</name>
        <message>
            <source>Add days</source>
            <translation>Add days</translation>
        </message>
    </context>
    <context>
        <name>FilterPane</name>
        <message>
            <source>Show</source>
            <translation>Show</translation>
        </message>
        <message>
            <source>In</source>
            <translation>In</translation>
        </message>
        <message>
            <source>Away</source>
            <translation>Away</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>On the phone</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>Overdue</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>Favourites</translation>
        </message>
        <message>
            <source>Units</source>
            <translation>Units</translation>
        </message>
        <message>
            <source>The whole organisation</source>
            <translation>The whole organisation</translation>
        </message>
        <message>
            <source>{unit}: {count} people</source>
            <translation>{unit}: {count} people</translation>
        </message>
    </context>
    <context>
        <name>ForwardChoice</name>
        <message>
            <source>Calls go to</source>
            <translation>Calls go to</translation>
        </message>
        <message>
            <source>The switchboard ({number})</source>
            <translation>The switchboard ({number})</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>The switchboard</translation>
        </message>
        <message>
            <source>My mobile ({number})</source>
            <translation>My mobile ({number})</translation>
        </message>
        <message>
            <source>A colleague …</source>
            <translation>A colleague …</translation>
        </message>
        <message>
            <source>Another number …</source>
            <translation>Another number …</translation>
        </message>
        <message>
            <source>My own phone, as usual</source>
            <translation>My own phone, as usual</translation>
        </message>
        <message>
            <source>Calls go to {number}.</source>
            <translation>Calls go to {number}.</translation>
        </message>
        <message>
            <source>Calls go to your mobile.</source>
            <translation>Calls go to your mobile.</translation>
        </message>
        <message>
            <source>Calls still ring at your phone.</source>
            <translation>Calls still ring at your phone.</translation>
        </message>
        <message>
            <source>Calls go to the switchboard.</source>
            <translation>Calls go to the switchboard.</translation>
        </message>
        <message>
            <source>Name or extension</source>
            <translation>Name or extension</translation>
        </message>
        <message>
            <source>For example 0923-650 00</source>
            <translation>For example 0923-650 00</translation>
        </message>
        <message>
            <source>Colleague</source>
            <translation>Colleague</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Number</translation>
        </message>
    </context>
    <context>
        <name>Grid</name>
        <message>
            <source>Not known if in</source>
            <translation>Not known if in</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Line</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Number</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Phone hours</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Place</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Deputy</translation>
        </message>
        <message>
            <source>Duties</source>
            <translation>Duties</translation>
        </message>
        <message>
            <source>Best reached {hours}</source>
            <translation>Best reached {hours}</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>{count} waiting</translation>
        </message>
        <message>
            <source>extension {number}</source>
            <translation>extension {number}</translation>
        </message>
        <message>
            <source>deputy {name}</source>
            <translation>deputy {name}</translation>
        </message>
        <message>
            <source>favourite</source>
            <translation>favourite</translation>
        </message>
        <message>
            <source>{count} waiting for a callback</source>
            <translation>{count} waiting for a callback</translation>
        </message>
        <message>
            <source>Line free</source>
            <translation>Line free</translation>
        </message>
        <message>
            <source>Ringing</source>
            <translation>Ringing</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>On the phone</translation>
        </message>
        <message>
            <source>Phone not connected</source>
            <translation>Phone not connected</translation>
        </message>
        <message>
            <source>Line not known</source>
            <translation>Line not known</translation>
        </message>
        <message>
            <source>not up to date</source>
            <translation>not up to date</translation>
        </message>
        <message>
            <source>as of {time}</source>
            <translation>as of {time}</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Not known</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>Available</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>Overdue</translation>
        </message>
        <message>
            <source>{reason}, until further notice</source>
            <translation>{reason}, until further notice</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, back {time}</translation>
        </message>
        <message>
            <source>Should be back by now</source>
            <translation>Should be back by now</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>Not confirmed</translation>
        </message>
        <message>
            <source>There is no call to say something about.</source>
            <translation>There is no call to say something about.</translation>
        </message>
        <message>
            <source>The favourite could not be kept</source>
            <translation>The favourite could not be kept</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>Card</translation>
        </message>
        <message>
            <source>Favourite</source>
            <translation>Favourite</translation>
        </message>
        <message>
            <source>Columns …</source>
            <translation>Columns …</translation>
        </message>
        <message>
            <source>Whole window</source>
            <translation>Whole window</translation>
        </message>
        <message>
            <source>Narrow strip on top</source>
            <translation>Narrow strip on top</translation>
        </message>
        <message>
            <source>Map of keys</source>
            <translation>Map of keys</translation>
        </message>
        <message>
            <source>You are not signed in.
Sign in to see your colleagues.</source>
            <translation>You are not signed in.
Sign in to see your colleagues.</translation>
        </message>
        <message>
            <source>Connecting to the presence server …</source>
            <translation>Connecting to the presence server …</translation>
        </message>
        <message>
            <source>There is nobody in the directory.</source>
            <translation>There is nobody in the directory.</translation>
        </message>
        <message>
            <source>Nobody fits the search and the filters.
Alt+0 shows everybody, Esc begins anew.</source>
            <translation>Nobody fits the search and the filters.
Alt+0 shows everybody, Esc begins anew.</translation>
        </message>
        <message>
            <source>No match for “{typed}”.
Try part of a name, a unit or an extension.</source>
            <translation>No match for “{typed}”.
Try part of a name, a unit or an extension.</translation>
        </message>
        <message numerus="yes">
            <source>%n colleague(s)</source>
            <translation>
                <numerusform>%n colleague</numerusform>
                <numerusform>%n colleagues</numerusform>
            </translation>
        </message>
        <message>
            <source>{found} of {all}</source>
            <translation>{found} of {all}</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known last.</source>
            <translation>No contact with the presence server. This is what was known last.</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known at {time}.</source>
            <translation>No contact with the presence server. This is what was known at {time}.</translation>
        </message>
        <message>
            <source>You</source>
            <translation>You</translation>
        </message>
        <message>
            <source>In a call in Teams</source>
            <translation>In a call in Teams</translation>
        </message>
        <message>
            <source>In a meeting in Teams</source>
            <translation>In a meeting in Teams</translation>
        </message>
        <message>
            <source>Presenting in Teams</source>
            <translation>Presenting in Teams</translation>
        </message>
        <message>
            <source>Phone forwarded</source>
            <translation>Phone forwarded</translation>
        </message>
        <message>
            <source>Forwarded by hand in the telephone exchange</source>
            <translation>Forwarded by hand in the telephone exchange</translation>
        </message>
    </context>
    <context>
        <name>GridController</name>
        <message>
            <source>{name} ended your absence</source>
            <translation>{name} ended your absence</translation>
        </message>
        <message>
            <source>{name} set for you: {reason}</source>
            <translation>{name} set for you: {reason}</translation>
        </message>
        <message>
            <source>No reason was given.</source>
            <translation>No reason was given.</translation>
        </message>
        <message>
            <source>That was not possible</source>
            <translation>That was not possible</translation>
        </message>
    </context>
    <context>
        <name>GridFace</name>
        <message>
            <source>Colleagues</source>
            <translation>Colleagues</translation>
        </message>
        <message>
            <source>Name, unit, duty, place or number</source>
            <translation>Name, unit, duty, place or number</translation>
        </message>
        <message>
            <source>Search colleagues</source>
            <translation>Search colleagues</translation>
        </message>
        <message>
            <source>List</source>
            <translation>List</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>Tiles</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Keys</translation>
        </message>
    </context>
    <context>
        <name>HandOverPart</name>
        <message>
            <source>To whom? Name, unit or duty</source>
            <translation>To whom? Name, unit or duty</translation>
        </message>
        <message>
            <source>Why? A few words for whoever takes over</source>
            <translation>Why? A few words for whoever takes over</translation>
        </message>
        <message>
            <source>Hand over to</source>
            <translation>Hand over to</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>Hand over</source>
            <translation>Hand over</translation>
        </message>
        <message>
            <source>Return to the switchboard</source>
            <translation>Return to the switchboard</translation>
        </message>
        <message>
            <source>Decline: back to {name}</source>
            <translation>Decline: back to {name}</translation>
        </message>
        <message>
            <source>the switchboard</source>
            <translation>the switchboard</translation>
        </message>
        <message>
            <source>Choose from the list, by name or extension, a unit or a duty.</source>
            <translation>Choose from the list, by name or extension, a unit or a duty.</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>Click to choose columns</source>
            <translation>Click to choose columns</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Columns</translation>
        </message>
        <message>
            <source>There is no room for “{column}”. Make the window wider, or leave another column out.</source>
            <translation>There is no room for “{column}”. Make the window wider, or leave another column out.</translation>
        </message>
        <message>
            <source>“{column}” is empty for everybody here. It comes as soon as there is something to show.</source>
            <translation>“{column}” is empty for everybody here. It comes as soon as there is something to show.</translation>
        </message>
    </context>
    <context>
        <name>HearButton</name>
        <message>
            <source>Play what somebody who calls you now hears.</source>
            <translation>Play what somebody who calls you now hears.</translation>
        </message>
        <message>
            <source>Nothing on this computer can play it: paplay, aplay or afplay is missing.</source>
            <translation>Nothing on this computer can play it: paplay, aplay or afplay is missing.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stop</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>Listen</translation>
        </message>
        <message>
            <source>Listen to what callers hear</source>
            <translation>Listen to what callers hear</translation>
        </message>
    </context>
    <context>
        <name>HistoryPart</name>
        <message>
            <source>History</source>
            <translation>History</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Looking …</translation>
        </message>
    </context>
    <context>
        <name>HoursPage</name>
        <message>
            <source>Working time</source>
            <translation>Working time</translation>
        </message>
        <message>
            <source>I have other hours than my organisation</source>
            <translation>I have other hours than my organisation</translation>
        </message>
        <message>
            <source>I have lunch at</source>
            <translation>I have lunch at</translation>
        </message>
        <message>
            <source>Lunch begins</source>
            <translation>Lunch begins</translation>
        </message>
        <message>
            <source> min</source>
            <translation> min</translation>
        </message>
        <message>
            <source>Length of lunch</source>
            <translation>Length of lunch</translation>
        </message>
        <message>
            <source>for</source>
            <translation>for</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Hours</translation>
        </message>
        <message>
            <source>Lunch</source>
            <translation>Lunch</translation>
        </message>
        <message>
            <source>Exceptions</source>
            <translation>Exceptions</translation>
        </message>
        <message>
            <source>Return times, reminders and due times go by these hours. Public holidays are off by themselves.</source>
            <translation>Return times, reminders and due times go by these hours. Public holidays are off by themselves.</translation>
        </message>
        <message>
            <source>Only with a lunch of your own.</source>
            <translation>Only with a lunch of your own.</translation>
        </message>
        <message>
            <source>Only with working time of your own.</source>
            <translation>Only with working time of your own.</translation>
        </message>
    </context>
    <context>
        <name>InboxWindow</name>
        <message>
            <source>Messages</source>
            <translation>Messages</translation>
        </message>
        <message>
            <source>No contact with the presence server. What you do is kept and sent later.</source>
            <translation>No contact with the presence server. What you do is kept and sent later.</translation>
        </message>
        <message>
            <source>Waiting ({count})</source>
            <translation>Waiting ({count})</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>Left with others</source>
            <translation>Left with others</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>Search done messages</source>
            <translation>Search done messages</translation>
        </message>
        <message>
            <source>New message …</source>
            <translation>New message …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Looking …</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>To {name}</translation>
        </message>
        <message>
            <source>Nobody waits for your call.</source>
            <translation>Nobody waits for your call.</translation>
        </message>
        <message>
            <source>Messages that you leave with others are followed here until they are done.</source>
            <translation>Messages that you leave with others are followed here until they are done.</translation>
        </message>
        <message>
            <source>Nothing found.</source>
            <translation>Nothing found.</translation>
        </message>
        <message>
            <source>Nothing is done yet.</source>
            <translation>Nothing is done yet.</translation>
        </message>
        <message>
            <source>You are not signed in. Sign in to see who waits for your call.</source>
            <translation>You are not signed in. Sign in to see who waits for your call.</translation>
        </message>
    </context>
    <context>
        <name>InboxRows</name>
        <message>
            <source>Who</source>
            <translation>Who</translation>
        </message>
        <message>
            <source>What about</source>
            <translation>What about</translation>
        </message>
        <message>
            <source>When</source>
            <translation>When</translation>
        </message>
        <message>
            <source>Urgent: {text}</source>
            <translation>Urgent: {text}</translation>
        </message>
        <message>
            <source>{step}: waits to be sent</source>
            <translation>{step}: waits to be sent</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>Tried</translation>
        </message>
        <message>
            <source>tried {when}</source>
            <translation>tried {when}</translation>
        </message>
    </context>
    <context>
        <name>IncomingCard</name>
        <message>
            <source>Say</source>
            <translation>Say</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Incoming call</source>
            <translation>Incoming call</translation>
        </message>
        <message>
            <source>Calls you</source>
            <translation>Calls you</translation>
        </message>
        <message>
            <source>About: {word}</source>
            <translation>About: {word}</translation>
        </message>
        <message>
            <source>Say: {line}</source>
            <translation>Say: {line}</translation>
        </message>
    </context>
    <context>
        <name>KeyMap</name>
        <message>
            <source>Keys</source>
            <translation>Keys</translation>
        </message>
        <message>
            <source>For the caller</source>
            <translation>For the caller</translation>
        </message>
        <message>
            <source>Finding one's way</source>
            <translation>Finding one's way</translation>
        </message>
        <message>
            <source>What is shown</source>
            <translation>What is shown</translation>
        </message>
        <message>
            <source>Whatever else is typed is searched for. The arrows lead from the field into the list, where the single letters work; any other letter begins to search again.</source>
            <translation>Whatever else is typed is searched for. The arrows lead from the field into the list, where the single letters work; any other letter begins to search again.</translation>
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
            <translation>Call; during a call: transfer it at once</translation>
        </message>
        <message>
            <source>Ask first; again: connect them</source>
            <translation>Ask first; again: connect them</translation>
        </message>
        <message>
            <source>Back to the caller, without connecting</source>
            <translation>Back to the caller, without connecting</translation>
        </message>
        <message>
            <source>Take the call that waits longest</source>
            <translation>Take the call that waits longest</translation>
        </message>
        <message>
            <source>Say what the call is about, before transferring it</source>
            <translation>Say what the call is about, before transferring it</translation>
        </message>
        <message>
            <source>Leave a message</source>
            <translation>Leave a message</translation>
        </message>
        <message>
            <source>Show the person's card</source>
            <translation>Show the person's card</translation>
        </message>
        <message>
            <source>Ask “are you back?”</source>
            <translation>Ask “are you back?”</translation>
        </message>
        <message>
            <source>Set an absence</source>
            <translation>Set an absence</translation>
        </message>
        <message>
            <source>End the absence</source>
            <translation>End the absence</translation>
        </message>
        <message>
            <source>Forward the whole unit</source>
            <translation>Forward the whole unit</translation>
        </message>
        <message>
            <source>Undo the last act</source>
            <translation>Undo the last act</translation>
        </message>
        <message>
            <source>Favourite, or no longer</source>
            <translation>Favourite, or no longer</translation>
        </message>
        <message>
            <source>Notices of the units</source>
            <translation>Notices of the units</translation>
        </message>
        <message>
            <source>The next of the present calls</source>
            <translation>The next of the present calls</translation>
        </message>
        <message>
            <source>Search anew</source>
            <translation>Search anew</translation>
        </message>
        <message>
            <source>Units and filters; again: back</source>
            <translation>Units and filters; again: back</translation>
        </message>
        <message>
            <source>Only those who are in</source>
            <translation>Only those who are in</translation>
        </message>
        <message>
            <source>Only those who are away</source>
            <translation>Only those who are away</translation>
        </message>
        <message>
            <source>Only those on the phone</source>
            <translation>Only those on the phone</translation>
        </message>
        <message>
            <source>Only those overdue</source>
            <translation>Only those overdue</translation>
        </message>
        <message>
            <source>Only favourites</source>
            <translation>Only favourites</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>Everybody</translation>
        </message>
        <message>
            <source>As a list</source>
            <translation>As a list</translation>
        </message>
        <message>
            <source>As tiles</source>
            <translation>As tiles</translation>
        </message>
        <message>
            <source>Choose columns</source>
            <translation>Choose columns</translation>
        </message>
        <message>
            <source>Narrow strip, always on top; again: whole window</source>
            <translation>Narrow strip, always on top; again: whole window</translation>
        </message>
        <message>
            <source>Everything that can be done</source>
            <translation>Everything that can be done</translation>
        </message>
        <message>
            <source>This map of keys</source>
            <translation>This map of keys</translation>
        </message>
        <message>
            <source>Clear the search; then close</source>
            <translation>Clear the search; then close</translation>
        </message>
        <message>
            <source>Call somebody away all the same, not the deputy</source>
            <translation>Call somebody away all the same, not the deputy</translation>
        </message>
        <message>
            <source>Units wider, or narrow again</source>
            <translation>Units wider, or narrow again</translation>
        </message>
    </context>
    <context>
        <name>LaterPart</name>
        <message>
            <source>When? 14.30, 30 min, tomorrow …</source>
            <translation>When? 14.30, 30 min, tomorrow …</translation>
        </message>
        <message>
            <source>Put off until</source>
            <translation>Put off until</translation>
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
            <translation>Tomorrow</translation>
        </message>
        <message>
            <source>Put off</source>
            <translation>Put off</translation>
        </message>
    </context>
    <context>
        <name>LineReading</name>
        <message>
            <source>Choose a reason below, or type it here.</source>
            <translation>Choose a reason below, or type it here.</translation>
        </message>
        <message>
            <source>{reason}: when are you back? Choose a time below, or type it here.</source>
            <translation>{reason}: when are you back? Choose a time below, or type it here.</translation>
        </message>
        <message>
            <source>From now: {reason}, until further notice.</source>
            <translation>From now: {reason}, until further notice.</translation>
        </message>
        <message>
            <source>From now: {reason}, back {time}.</source>
            <translation>From now: {reason}, back {time}.</translation>
        </message>
        <message>
            <source>You are back: calls ring at your phone.</source>
            <translation>You are back: calls ring at your phone.</translation>
        </message>
        <message>
            <source>That is ahead. Plan it? {plan}</source>
            <translation>That is ahead. Plan it? {plan}</translation>
        </message>
        <message>
            <source>Plan it: {plan} Or {now}</source>
            <translation>Plan it: {plan} Or {now}</translation>
        </message>
        <message>
            <source>A caller hears: “{said}”.</source>
            <translation>A caller hears, in Swedish: “{said}”.</translation>
        </message>
    </context>
    <context>
        <name>Listing</name>
        <message>
            <source>Still reading the directory: {done} of {all} are searched so far, by name.</source>
            <translation>Still reading the directory: {done} of {all} are searched so far, by name.</translation>
        </message>
        <message>
            <source>Still reading the directory: searched by name so far.</source>
            <translation>Still reading the directory: searched by name so far.</translation>
        </message>
    </context>
    <context>
        <name>CallbacksController</name>
        <message>
            <source>Not sent yet</source>
            <translation>Not sent yet</translation>
        </message>
        <message>
            <source>What you did is kept here and sent as soon as the server answers.</source>
            <translation>What you did is kept here and sent as soon as the server answers.</translation>
        </message>
        <message>
            <source>That was not done</source>
            <translation>That was not done</translation>
        </message>
        <message>
            <source>The phone could not be rung</source>
            <translation>The phone could not be rung</translation>
        </message>
        <message>
            <source>the switchboard</source>
            <translation>the switchboard</translation>
        </message>
        <message>
            <source>Message left</source>
            <translation>Message left</translation>
        </message>
        <message>
            <source>For {name}.</source>
            <translation>For {name}.</translation>
        </message>
        <message>
            <source>No contact with the presence server. The message waits here and is sent as soon as it answers.</source>
            <translation>No contact with the presence server. The message waits here and is sent as soon as it answers.</translation>
        </message>
        <message>
            <source>Not left yet</source>
            <translation>Not left yet</translation>
        </message>
        <message>
            <source>The message was not left</source>
            <translation>The message was not left</translation>
        </message>
    </context>
    <context>
        <name>MessageForm</name>
        <message>
            <source>A draft, not left yet.</source>
            <translation>A draft, not left yet.</translation>
        </message>
        <message>
            <source>Draft from {time}, not left yet.</source>
            <translation>Draft from {time}, not left yet.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>Begin anew</source>
            <translation>Begin anew</translation>
        </message>
        <message>
            <source>Hide   Esc</source>
            <translation>Hide   Esc</translation>
        </message>
        <message>
            <source>Leave a message</source>
            <translation>Leave a message</translation>
        </message>
        <message>
            <source>Choose from the list whom the message is for.</source>
            <translation>Choose from the list whom the message is for.</translation>
        </message>
        <message>
            <source>Name, extension, unit or duty</source>
            <translation>Name, extension, unit or duty</translation>
        </message>
        <message>
            <source>If a time was wished: before 15, 13-15, tomorrow 9 …</source>
            <translation>If a time was wished: before 15, 13-15, tomorrow 9 …</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>Urgent</translation>
        </message>
        <message>
            <source>Leave message   Ctrl+Enter</source>
            <translation>Leave message   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Ctrl+Enter</source>
            <translation>Ctrl+Enter</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;For</translation>
        </message>
        <message>
            <source>&amp;Who called</source>
            <translation>&amp;Who called</translation>
        </message>
        <message>
            <source>N&amp;umber</source>
            <translation>N&amp;umber</translation>
        </message>
        <message>
            <source>&amp;Organisation</source>
            <translation>&amp;Organisation</translation>
        </message>
        <message>
            <source>&amp;About</source>
            <translation>&amp;About</translation>
        </message>
        <message>
            <source>&amp;When</source>
            <translation>Whe&amp;n</translation>
        </message>
        <message>
            <source>Not before {after}, and before {before}</source>
            <translation>Not before {after}, and before {before}</translation>
        </message>
        <message>
            <source>Not before {after}</source>
            <translation>Not before {after}</translation>
        </message>
        <message>
            <source>Before {before}</source>
            <translation>Before {before}</translation>
        </message>
        <message>
            <source>after {time}</source>
            <translation>after {time}</translation>
        </message>
        <message>
            <source>{name} is away until further notice: {reason}.</source>
            <translation>{name} is away until further notice: {reason}.</translation>
        </message>
        <message>
            <source>{name} is away: {reason}, back {time}.</source>
            <translation>{name} is away: {reason}, back {time}.</translation>
        </message>
        <message>
            <source>Should be called back by {time}.</source>
            <translation>Should be called back by {time}.</translation>
        </message>
        <message>
            <source>Cannot call back in time, by {time}.</source>
            <translation>Cannot call back in time, by {time}.</translation>
        </message>
        <message>
            <source>Leave it with the deputy, {name}</source>
            <translation>Leave it with the deputy, {name}</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>The server is being asked.</translation>
        </message>
    </context>
    <context>
        <name>MessageWords</name>
        <message>
            <source>Unknown caller</source>
            <translation>Unknown caller</translation>
        </message>
        <message>
            <source>Missed call.</source>
            <translation>Missed call.</translation>
        </message>
        <message>
            <source>Missed calls: {count}.</source>
            <translation>Missed calls: {count}.</translation>
        </message>
        <message>
            <source>Asked to be called back, by pressing the key in the announcement.</source>
            <translation>Asked to be called back, by pressing the key in the announcement.</translation>
        </message>
        <message>
            <source>Done {time}</source>
            <translation>Done {time}</translation>
        </message>
        <message>
            <source>Done {time} by {name}</source>
            <translation>Done {time} by {name}</translation>
        </message>
        <message>
            <source>Put off until {time}</source>
            <translation>Put off until {time}</translation>
        </message>
        <message>
            <source>Late: should have been called by {time}</source>
            <translation>Late: should have been called by {time}</translation>
        </message>
        <message>
            <source>Call between {after} and {time}</source>
            <translation>Call between {after} and {time}</translation>
        </message>
        <message>
            <source>Call by {time}</source>
            <translation>Call by {time}</translation>
        </message>
        <message>
            <source>Late since {time}</source>
            <translation>Late since {time}</translation>
        </message>
        <message>
            <source>Taken down by {name}, {time}</source>
            <translation>Taken down by {name}, {time}</translation>
        </message>
        <message>
            <source>Called {time}</source>
            <translation>Called {time}</translation>
        </message>
        <message>
            <source>{name}: “{word}”</source>
            <translation>{name}: “{word}”</translation>
        </message>
        <message>
            <source>The switchboard</source>
            <translation>The switchboard</translation>
        </message>
        <message>
            <source>{group}, taken by {name}</source>
            <translation>{group}, taken by {name}</translation>
        </message>
        <message>
            <source>{time}: {outcome} ({name})</source>
            <translation>{time}: {outcome} ({name})</translation>
        </message>
        <message>
            <source>answered</source>
            <translation>answered</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>no answer</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>busy</translation>
        </message>
        <message>
            <source>left word</source>
            <translation>left word</translation>
        </message>
        <message>
            <source>no connection</source>
            <translation>no connection</translation>
        </message>
        <message>
            <source>not known how it went</source>
            <translation>not known how it went</translation>
        </message>
        <message>
            <source>Waiting: it is sent as soon as the presence server answers.</source>
            <translation>Waiting: it is sent as soon as the presence server answers.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Sending …</translation>
        </message>
        <message>
            <source>You talked. Is it done?</source>
            <translation>You talked. Is it done?</translation>
        </message>
        <message>
            <source>You talked for {minutes} min. Is it done?</source>
            <translation>You talked for {minutes} min. Is it done?</translation>
        </message>
        <message>
            <source>Not delivered yet</source>
            <translation>Not delivered yet</translation>
        </message>
        <message>
            <source>Delivered</source>
            <translation>Delivered</translation>
        </message>
        <message>
            <source>Seen</source>
            <translation>Seen</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>Tried</translation>
        </message>
        <message>
            <source>Returned to the switchboard</source>
            <translation>Returned to the switchboard</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>Taken by {name}</source>
            <translation>Taken by {name}</translation>
        </message>
        <message>
            <source>To {name}</source>
            <translation>To {name}</translation>
        </message>
        <message>
            <source>Done by {name}</source>
            <translation>Done by {name}</translation>
        </message>
        <message>
            <source>With {name} now</source>
            <translation>With {name} now</translation>
        </message>
        <message>
            <source>Done: {who}</source>
            <translation>Done: {who}</translation>
        </message>
        <message>
            <source>Put off: {who}</source>
            <translation>Put off: {who}</translation>
        </message>
        <message>
            <source>Handed over: {who}</source>
            <translation>Handed over: {who}</translation>
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
            <translation>Messages</translation>
        </message>
        <message>
            <source>As the computer's own notifications</source>
            <translation>As the computer's own notifications</translation>
        </message>
        <message>
            <source>As a card of this program</source>
            <translation>As a card of this program</translation>
        </message>
        <message>
            <source>Send me a copy by e-mail while I am away</source>
            <translation>Send me a copy by e-mail while I am away</translation>
        </message>
        <message>
            <source>Send me a copy by text message while I am away</source>
            <translation>Send me a copy by text message while I am away</translation>
        </message>
        <message>
            <source>Pop up</source>
            <translation>Pop up</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>Copies</translation>
        </message>
        <message>
            <source>Copies are sent only while an absence holds; the message itself stays in your inbox.</source>
            <translation>Copies are sent only while an absence holds; the message itself stays in your inbox.</translation>
        </message>
        <message>
            <source>Send me the policy report by e-mail when a month is over</source>
            <translation>Send me the policy report by e-mail when a month is over</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Report</translation>
        </message>
        <message>
            <source>While I am new, as long as the organisation says</source>
            <translation>While I am new, as long as the organisation says</translation>
        </message>
        <message>
            <source>At every incoming call</source>
            <translation>At every incoming call</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Never</translation>
        </message>
        <message>
            <source>Line to answer with</source>
            <translation>Line to answer with</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message numerus="yes">
            <source>%n more notice(s)</source>
            <translation>
                <numerusform>%n more notice</numerusform>
                <numerusform>%n more notices</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n proposed notice(s)</source>
            <translation>
                <numerusform>%n proposed notice</numerusform>
                <numerusform>%n proposed notices</numerusform>
            </translation>
        </message>
        <message>
            <source>Notices   {key}</source>
            <translation>Notices   {key}</translation>
        </message>
        <message>
            <source>{unit}: {text}, until {time}</source>
            <translation>{unit}: {text}, until {time}</translation>
        </message>
        <message>
            <source>until {time}</source>
            <translation>until {time}</translation>
        </message>
    </context>
    <context>
        <name>NoticeWindow</name>
        <message>
            <source>Notices of the units</source>
            <translation>Notices of the units</translation>
        </message>
        <message>
            <source>The library is closed on Thursday: stocktaking</source>
            <translation>The library is closed on Thursday: stocktaking</translation>
        </message>
        <message>
            <source>At once, or: Thursday 8</source>
            <translation>At once, or: Thursday 8</translation>
        </message>
        <message>
            <source>Thursday 17, 12 June …</source>
            <translation>Thursday 17, 12 June …</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Unit</translation>
        </message>
        <message>
            <source>&amp;What to tell callers</source>
            <translation>&amp;What to tell callers</translation>
        </message>
        <message>
            <source>Valid &amp;from</source>
            <translation>Valid &amp;from</translation>
        </message>
        <message>
            <source>Valid un&amp;til</source>
            <translation>Valid un&amp;til</translation>
        </message>
        <message>
            <source>Propose</source>
            <translation>Propose</translation>
        </message>
        <message>
            <source>Publish   Ctrl+Enter</source>
            <translation>Publish   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Close   Esc</source>
            <translation>Close   Esc</translation>
        </message>
        <message>
            <source>Propose   Ctrl+Enter</source>
            <translation>Propose   Ctrl+Enter</translation>
        </message>
        <message>
            <source>Write what callers are to be told.</source>
            <translation>Write what callers are to be told.</translation>
        </message>
        <message>
            <source>Write until when it is valid.</source>
            <translation>Write until when it is valid.</translation>
        </message>
        <message>
            <source>No unit has anything to tell.</source>
            <translation>No unit has anything to tell.</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Publish</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>{begins} to {ends}</source>
            <translation>{begins} to {ends}</translation>
        </message>
        <message>
            <source>Proposed by {name}, {span}</source>
            <translation>Proposed by {name}, {span}</translation>
        </message>
        <message>
            <source>Shown now, {span}</source>
            <translation>Shown now, {span}</translation>
        </message>
        <message>
            <source>Published by {name}, {span}</source>
            <translation>Published by {name}, {span}</translation>
        </message>
    </context>
    <context>
        <name>PersonCard</name>
        <message>
            <source>Close   Esc</source>
            <translation>Close   Esc</translation>
        </message>
        <message>
            <source>Extension</source>
            <translation>Extension</translation>
        </message>
        <message>
            <source>Direct number</source>
            <translation>Direct number</translation>
        </message>
        <message>
            <source>Mobile</source>
            <translation>Mobile</translation>
        </message>
        <message>
            <source>Call {what} {number}</source>
            <translation>Call {what} {number}</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Call</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>E-mail</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Phone hours</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Place</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Deputy</translation>
        </message>
        <message>
            <source>Covers for</source>
            <translation>Covers for</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>Notice</translation>
        </message>
        <message>
            <source>Callbacks</source>
            <translation>Callbacks</translation>
        </message>
        <message>
            <source>Absences</source>
            <translation>Absences</translation>
        </message>
        <message>
            <source>{reason}, from {start}</source>
            <translation>{reason}, from {start}</translation>
        </message>
        <message>
            <source>{reason}, {start} to {end}</source>
            <translation>{reason}, {start} to {end}</translation>
        </message>
        <message>
            <source>Works with</source>
            <translation>Works with</translation>
        </message>
        <message>
            <source>Telephone officer</source>
            <translation>Telephone officer</translation>
        </message>
        <message>
            <source>You act for them</source>
            <translation>You act for them</translation>
        </message>
    </context>
    <context>
        <name>PhonePage</name>
        <message>
            <source>no phone hours</source>
            <translation>none</translation>
        </message>
        <message>
            <source>Phone hours</source>
            <translation>Phone hours</translation>
        </message>
        <message>
            <source>I am best reached at certain hours only</source>
            <translation>I am best reached at certain hours only</translation>
        </message>
        <message>
            <source>Outside these hours callers hear when you are reached, and may ask to be called back. Use it sparingly.</source>
            <translation>Outside these hours callers hear when you are reached, and may ask to be called back. Use it sparingly.</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Hours</translation>
        </message>
        <message>
            <source>Up to and with</source>
            <translation>Up to and with</translation>
        </message>
        <message>
            <source>These are over: you are reached as usual.</source>
            <translation>These are over: you are reached as usual.</translation>
        </message>
        <message>
            <source>Write at least one day's hours, for example 9-11.</source>
            <translation>Write at least one day's hours, for example 9-11.</translation>
        </message>
        <message>
            <source>Only where you are best reached at certain hours.</source>
            <translation>Only where you are best reached at certain hours.</translation>
        </message>
    </context>
    <context>
        <name>Phrases</name>
        <message>
            <source>{name} is away too: calls go on from there.</source>
            <translation>{name} is away too: calls go on from there.</translation>
        </message>
        <message>
            <source>Not known whether your phone can be reached</source>
            <translation>Not known whether your phone can be reached</translation>
        </message>
        <message>
            <source>The telephone exchange does not know your phone, or does not answer.</source>
            <translation>The telephone exchange does not know your phone, or does not answer.</translation>
        </message>
        <message>
            <source>Not signed in</source>
            <translation>Not signed in</translation>
        </message>
        <message>
            <source>Status not known yet</source>
            <translation>Status not known yet</translation>
        </message>
        <message>
            <source>Overdue: are you back?</source>
            <translation>Overdue: are you back?</translation>
        </message>
        <message>
            <source>Available</source>
            <translation>Available</translation>
        </message>
        <message>
            <source>{reason}, until further notice</source>
            <translation>{reason}, until further notice</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, back {time}</translation>
        </message>
        <message>
            <source>Sign in to set your status.</source>
            <translation>Sign in to set your status.</translation>
        </message>
        <message>
            <source>Connecting to the presence server …</source>
            <translation>Connecting to the presence server …</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was known last.</source>
            <translation>No contact with the presence server. This is what was known last.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Sending …</translation>
        </message>
        <message>
            <source>Waiting: it is sent as soon as the presence server answers.</source>
            <translation>Waiting: it is sent as soon as the presence server answers.</translation>
        </message>
        <message>
            <source>Not confirmed: the telephone exchange does not have it yet.</source>
            <translation>Not confirmed: the telephone exchange does not have it yet.</translation>
        </message>
        <message>
            <source>Calls ring at your phone. Confirmed by the telephone exchange.</source>
            <translation>Calls ring at your phone. Confirmed by the telephone exchange.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange.</source>
            <translation>Confirmed by the telephone exchange.</translation>
        </message>
        <message>
            <source>This computer's clock is {much} fast; the presence server's time counts.</source>
            <translation>This computer's clock is {much} fast; the presence server's time counts.</translation>
        </message>
        <message>
            <source>This computer's clock is {much} slow; the presence server's time counts.</source>
            <translation>This computer's clock is {much} slow; the presence server's time counts.</translation>
        </message>
        <message>
            <source>All times are those of {city}.</source>
            <translation>All times are those of {city}.</translation>
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
            <translation>{count} days</translation>
        </message>
        <message>
            <source>A demo: its clock is its own, and so are its callers.</source>
            <translation>A demo: its clock is its own, and its callers are made up.</translation>
        </message>
        <message>
            <source>Your account has no telephone</source>
            <translation>Your account has no telephone</translation>
        </message>
        <message>
            <source>It has no absence to set. Colleagues and messages are there as usual.</source>
            <translation>It has no absence to set. Colleagues and messages are there as usual.</translation>
        </message>
        <message>
            <source>This program ({own}) is older than the presence server wants ({wanted}). It goes on, but some things may be missing: ask for a newer one.</source>
            <translation>This program ({own}) is older than the presence server wants ({wanted}). It goes on, but some things may be missing: ask for a newer one.</translation>
        </message>
        <message>
            <source>The presence server ({hub}) is older than this program wants ({wanted}). It goes on, but some things may be missing. Tell the administrator.</source>
            <translation>The presence server ({hub}) is older than this program wants ({wanted}). It goes on, but some things may be missing. Tell the administrator.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange. The presence server ends it.</source>
            <translation>Confirmed by the telephone exchange. The presence server ends it.</translation>
        </message>
        <message>
            <source>A newer version of this program is ready ({newest}): ask for it.</source>
            <translation>A newer version of this program is ready ({newest}): ask for it.</translation>
        </message>
        <message>
            <source>A newer version of this program is ready ({newest}): {where}</source>
            <translation>A newer version of this program is ready ({newest}): {where}</translation>
        </message>
        <message>
            <source>Phone forwarded</source>
            <translation>Phone forwarded</translation>
        </message>
        <message>
            <source>Your phone is forwarded in the telephone exchange, by hand: calls do not ring at it.</source>
            <translation>Your phone is forwarded in the telephone exchange, by hand: calls do not ring at it.</translation>
        </message>
        <message>
            <source>Confirmed by the telephone exchange, which also ends it.</source>
            <translation>Confirmed by the telephone exchange, which also ends it.</translation>
        </message>
    </context>
    <context>
        <name>PlanningController</name>
        <message>
            <source>Reading the file in …</source>
            <translation>Reading the file in …</translation>
        </message>
    </context>
    <context>
        <name>PlanEntry</name>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>For example: holiday week 28-31, course thursday 9-12, meeting every tuesday 13-15</source>
            <translation>For example: holiday week 28-31, course thursday 9-12, meeting every tuesday 13-15</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Deputy</translation>
        </message>
        <message>
            <source>Plan it</source>
            <translation>Plan it</translation>
        </message>
        <message>
            <source>Keep it as it was</source>
            <translation>Keep it as it was</translation>
        </message>
        <message>
            <source>&amp;Deputy</source>
            <translation>&amp;Deputy</translation>
        </message>
        <message>
            <source>Nobody</source>
            <translation>Nobody</translation>
        </message>
        <message>
            <source>Change it</source>
            <translation>Change it</translation>
        </message>
        <message>
            <source>Draw over days above, or type what and when here.</source>
            <translation>Draw over days above, or type what and when here.</translation>
        </message>
        <message>
            <source>What is it? Type it before the days: holiday, course, meeting …</source>
            <translation>What is it? Type it before the days: holiday, course, meeting …</translation>
        </message>
        <message>
            <source>Choose the deputy from the list, or nobody.</source>
            <translation>Choose the deputy from the list, or nobody.</translation>
        </message>
        <message>
            <source>Sending …</source>
            <translation>Sending …</translation>
        </message>
        <message>
            <source>Yes, {days} days</source>
            <translation>Yes, {days} days</translation>
        </message>
        <message>
            <source>{plan} That is {days} days. Press Enter again if it is right.</source>
            <translation>{plan} That is {days} days. Press Enter again if it is right.</translation>
        </message>
        <message>
            <source>Plan it for {name}</source>
            <translation>Plan it for {name}</translation>
        </message>
    </context>
    <context>
        <name>PlanImport</name>
        <message>
            <source>Read in a calendar file</source>
            <translation>Read in a calendar file</translation>
        </message>
        <message>
            <source>Calendar files (*.ics *.ical)</source>
            <translation>Calendar files (*.ics *.ical)</translation>
        </message>
        <message>
            <source>The file is larger than a calendar should be.</source>
            <translation>The file is larger than a calendar should be.</translation>
        </message>
        <message>
            <source>The file is no calendar file.</source>
            <translation>The file is no calendar file.</translation>
        </message>
        <message>
            <source>planned: {count}</source>
            <translation>planned: {count}</translation>
        </message>
        <message>
            <source>changed: {count}</source>
            <translation>changed: {count}</translation>
        </message>
        <message>
            <source>left out: {count}</source>
            <translation>left out: {count}</translation>
        </message>
        <message>
            <source>Nothing in the file is new.</source>
            <translation>Nothing in the file is new.</translation>
        </message>
        <message>
            <source>The file is no calendar file, or it is saved in an encoding that cannot be read. Save it as UTF-8.</source>
            <translation>The file is no calendar file, or it is saved in an encoding that cannot be read. Save it as UTF-8.</translation>
        </message>
        <message>
            <source>taken back: {count}</source>
            <translation>taken back: {count}</translation>
        </message>
    </context>
    <context>
        <name>PlanStrip</name>
        <message>
            <source>Planned absences</source>
            <translation>Planned absences</translation>
        </message>
        <message>
            <source>Nothing planned.</source>
            <translation>Nothing planned.</translation>
        </message>
    </context>
    <context>
        <name>PlanWindow</name>
        <message>
            <source>Planned absences</source>
            <translation>Planned absences</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Week</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Month</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Earlier</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Later</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>Read in a calendar file …</source>
            <translation>Read in a calendar file …</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>Not this time</source>
            <translation>Not this time</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>Take away</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Fetching …</translation>
        </message>
        <message>
            <source>No contact with the presence server. This is what was planned as of {time}; change it later.</source>
            <translation>No contact with the presence server. This is what was planned as of {time}; change it later.</translation>
        </message>
        <message>
            <source>Nothing is planned in these days. Draw over days, or type below.</source>
            <translation>Nothing is planned in these days. Draw over days, or type below.</translation>
        </message>
        <message>
            <source>Taken away: {reason}</source>
            <translation>Taken away: {reason}</translation>
        </message>
        <message>
            <source>week {week}</source>
            <translation>week {week}</translation>
        </message>
        <message>
            <source>Take all away</source>
            <translation>Take all away</translation>
        </message>
        <message>
            <source>It repeats in a way that is changed where it was made: in its calendar file or by a shell.</source>
            <translation>It repeats in a way that is changed where it was made: in its calendar file or by a shell.</translation>
        </message>
        <message>
            <source>It was not planned here. {sentence}</source>
            <translation>It was not planned here. {sentence}</translation>
        </message>
        <message>
            <source>Changed: {plan}</source>
            <translation>Changed: {plan}</translation>
        </message>
        <message>
            <source>Planned: {plan}</source>
            <translation>Planned: {plan}</translation>
        </message>
        <message>
            <source>Bring back what was taken away</source>
            <translation>Bring back what was taken away</translation>
        </message>
        <message>
            <source>You may plan for {name}, and are not shown what is planned.</source>
            <translation>You may plan for {name}, and are not shown what is planned.</translation>
        </message>
        <message>
            <source>Nothing is planned in these days.</source>
            <translation>Nothing is planned in these days.</translation>
        </message>
        <message>
            <source>You may see what is planned for {name}, and change nothing.</source>
            <translation>You may see what is planned for {name}, and change nothing.</translation>
        </message>
    </context>
    <context>
        <name>Plans</name>
        <message>
            <source>It repeats.</source>
            <translation>It repeats.</translation>
        </message>
        <message>
            <source>Note: {note}</source>
            <translation>Note: {note}</translation>
        </message>
        <message>
            <source>{reason} from {start} until further notice.</source>
            <translation>{reason} from {start} until further notice.</translation>
        </message>
        <message>
            <source>{reason} {start}, back {end}.</source>
            <translation>{reason} {start}, back {end}.</translation>
        </message>
        <message>
            <source>{reason} from {start}, back {end}.</source>
            <translation>{reason} from {start}, back {end}.</translation>
        </message>
        <message>
            <source>From your calendar.</source>
            <translation>From your calendar.</translation>
        </message>
        <message>
            <source>Planned.</source>
            <translation>Planned.</translation>
        </message>
        <message>
            <source>Set by the switchboard.</source>
            <translation>Set by the switchboard.</translation>
        </message>
        <message>
            <source>Set by a phone code.</source>
            <translation>Set by a phone code.</translation>
        </message>
        <message>
            <source>Set by yourself.</source>
            <translation>Set by yourself.</translation>
        </message>
        <message>
            <source>Something else goes before it for a while.</source>
            <translation>Something else goes before it for a while.</translation>
        </message>
        <message>
            <source>{winner} goes before it meanwhile: it begins later.</source>
            <translation>{winner} goes before it meanwhile: it begins later.</translation>
        </message>
        <message>
            <source>by hand, then switchboard, phone code, plan, calendar, working time</source>
            <translation>by hand, then switchboard, phone code, plan, calendar, working time</translation>
        </message>
        <message>
            <source>{winner} goes before it meanwhile ({rule}).</source>
            <translation>{winner} goes before it meanwhile ({rule}).</translation>
        </message>
        <message>
            <source>{name} covers for you.</source>
            <translation>{name} covers for you.</translation>
        </message>
        <message>
            <source>{name} cannot cover for you.</source>
            <translation>{name} cannot cover for you.</translation>
        </message>
        <message>
            <source>{name} has been asked to cover for you.</source>
            <translation>{name} has been asked to cover for you.</translation>
        </message>
        <message>
            <source>w {week}</source>
            <translation>w {week}</translation>
        </message>
        <message>
            <source>{reason} from now, back {end}.</source>
            <translation>{reason} from now, back {end}.</translation>
        </message>
        <message>
            <source>{reason} {days}, first {start}.</source>
            <translation>{reason} {days}, first {start}.</translation>
        </message>
        <message>
            <source>{reason} {first}, all day, back {end}.</source>
            <translation>{reason} {first}, all day, back {end}.</translation>
        </message>
        <message>
            <source>{reason} {first} – {last}, back {end}.</source>
            <translation>{reason} {first} – {last}, back {end}.</translation>
        </message>
        <message>
            <source>again and again</source>
            <translation>again and again</translation>
        </message>
        <message>
            <source>{reason} {day}, all day.</source>
            <translation>{reason} {day}, all day.</translation>
        </message>
        <message>
            <source>{reason} {first} – {last}, all days.</source>
            <translation>{reason} {first} – {last}, all days.</translation>
        </message>
    </context>
    <context>
        <name>RemindersPage</name>
        <message>
            <source>Reminders</source>
            <translation>Reminders</translation>
        </message>
        <message>
            <source>Ask before lunch</source>
            <translation>Ask before lunch</translation>
        </message>
        <message>
            <source>Learn from my own lunches when that is</source>
            <translation>Learn from my own lunches when that is</translation>
        </message>
        <message>
            <source>Forget my lunches</source>
            <translation>Forget my lunches</translation>
        </message>
        <message>
            <source>Ask at the end of the working day</source>
            <translation>Ask at the end of the working day</translation>
        </message>
        <message>
            <source>When I unlock after my return time, I am not overdue any more</source>
            <translation>When I unlock after my return time, I am not overdue any more</translation>
        </message>
        <message>
            <source>Ask me when I was away and nothing was set</source>
            <translation>Ask me when I was away and nothing was set</translation>
        </message>
        <message>
            <source>A screen locked at lunch time sets lunch</source>
            <translation>A screen locked at lunch time sets lunch</translation>
        </message>
        <message>
            <source>Gone for the day when my working time ends</source>
            <translation>Gone for the day when my working time ends</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>Questions</translation>
        </message>
        <message>
            <source>Lock and idle time are read on this computer only, and never told to anybody.</source>
            <translation>Lock and idle time are read on this computer only, and never told to anybody.</translation>
        </message>
        <message>
            <source>Coming back</source>
            <translation>Coming back</translation>
        </message>
        <message>
            <source>Office networks</source>
            <translation>Office networks</translation>
        </message>
        <message>
            <source>At the office you are asked whether calls should go to the mobile any longer.</source>
            <translation>At the office you are asked whether calls should go to the mobile any longer.</translation>
        </message>
        <message>
            <source>By itself</source>
            <translation>By itself</translation>
        </message>
        <message numerus="yes">
            <source>Asked about {time}, learnt from your last %n lunch(es).</source>
            <translation>
                <numerusform>Asked about {time}, learnt from your last %n lunch.</numerusform>
                <numerusform>Asked about {time}, learnt from your last %n lunches.</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked about {time}, as Working time says.</source>
            <translation>Asked about {time}, as Working time says.</translation>
        </message>
        <message>
            <source>Only where you are asked before lunch.</source>
            <translation>Only where you are asked before lunch.</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>These choices lie at the presence server, with which there is no contact now.</source>
            <translation>These choices lie at the presence server, with which there is no contact now.</translation>
        </message>
        <message>
            <source>What is grey here has been decided by your organisation.</source>
            <translation>What is grey here has been decided by your organisation.</translation>
        </message>
    </context>
    <context>
        <name>SettingsWindow</name>
        <message>
            <source>Settings</source>
            <translation>Settings</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Pages</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>Nothing has been saved yet. {why}</source>
            <translation>Nothing has been saved yet. {why}</translation>
        </message>
        <message>
            <source>Saving at the presence server …</source>
            <translation>Saving at the presence server …</translation>
        </message>
    </context>
    <context>
        <name>Shortcut</name>
        <message>
            <source>Another program uses these keys. Choose others.</source>
            <translation>Another program uses these keys. Choose others.</translation>
        </message>
        <message>
            <source>On Wayland only the desktop gives out shortcuts. Add one in the desktop's keyboard settings with the command kalix-presence.</source>
            <translation>On Wayland only the desktop gives out shortcuts. Add one in the desktop's keyboard settings with the command kalix-presence.</translation>
        </message>
        <message>
            <source>This system does not let the program have a shortcut. Use the tray icon.</source>
            <translation>This system does not let the program have a shortcut. Use the tray icon.</translation>
        </message>
        <message>
            <source>These keys cannot be used here. Choose Ctrl, Alt or both with another key.</source>
            <translation>These keys cannot be used here. Choose Ctrl, Alt or both with another key.</translation>
        </message>
    </context>
    <context>
        <name>ShortcutField</name>
        <message>
            <source>Press the keys</source>
            <translation>Press the keys</translation>
        </message>
        <message>
            <source>None</source>
            <translation>None</translation>
        </message>
    </context>
    <context>
        <name>SessionsField</name>
        <message>
            <source>Sign out everywhere else</source>
            <translation>Sign out everywhere else</translation>
        </message>
        <message>
            <source>More sign-ins: {count}.</source>
            <translation>More sign-ins: {count}.</translation>
        </message>
        <message>
            <source>Unnamed device</source>
            <translation>Unnamed device</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Sign out</translation>
        </message>
        <message>
            <source>Sign out of {name}</source>
            <translation>Sign out of {name}</translation>
        </message>
        <message>
            <source>This sign-in</source>
            <translation>This sign-in</translation>
        </message>
        <message>
            <source>Connected now</source>
            <translation>Connected now</translation>
        </message>
        <message>
            <source>Seen {time}</source>
            <translation>Seen {time}</translation>
        </message>
        <message>
            <source>since {time}</source>
            <translation>since {time}</translation>
        </message>
    </context>
    <context>
        <name>SignInPage</name>
        <message>
            <source>Second factor</source>
            <translation>Second factor</translation>
        </message>
        <message>
            <source>Give up …</source>
            <translation>Give up …</translation>
        </message>
        <message>
            <source>Set up …</source>
            <translation>Set up …</translation>
        </message>
        <message>
            <source>Not known without contact with the server.</source>
            <translation>Not known without contact with the server.</translation>
        </message>
        <message>
            <source>A code is asked for when you sign in.</source>
            <translation>A code is asked for when you sign in.</translation>
        </message>
        <message>
            <source>The password is enough.</source>
            <translation>The password is enough.</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>Sign-in</translation>
        </message>
        <message>
            <source>Change password</source>
            <translation>Change password</translation>
        </message>
        <message>
            <source>Present password</source>
            <translation>Present password</translation>
        </message>
        <message>
            <source>New password</source>
            <translation>New password</translation>
        </message>
        <message>
            <source>Again</source>
            <translation>Again</translation>
        </message>
        <message>
            <source>Signed in at</source>
            <translation>Signed in at</translation>
        </message>
        <message>
            <source>The password is changed, and other sign-ins are ended.</source>
            <translation>The password is changed, and other sign-ins are ended.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Fill in every field first.</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>The server is being asked.</translation>
        </message>
    </context>
    <context>
        <name>SignInWindow</name>
        <message>
            <source>&amp;New password</source>
            <translation>&amp;New password</translation>
        </message>
        <message>
            <source>New password &amp;again</source>
            <translation>New password &amp;again</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Sign in</translation>
        </message>
        <message>
            <source>Caps Lock seems to be on.</source>
            <translation>Caps Lock seems to be on.</translation>
        </message>
        <message>
            <source>With the username and password for Kalix Presence.</source>
            <translation>With the username and password for Kalix Presence.</translation>
        </message>
        <message>
            <source>&amp;Username</source>
            <translation>&amp;Username</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Password</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Address of the server</source>
            <translation>Address of the server</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Not now</translation>
        </message>
        <message>
            <source>Signing in …</source>
            <translation>Signing in …</translation>
        </message>
        <message>
            <source>Which address did your administrator give you?</source>
            <translation>Which address did your administrator give you?</translation>
        </message>
        <message>
            <source>Your network names this server. Is it your organisation's?</source>
            <translation>Your network names this server. Is it your organisation's?</translation>
        </message>
        <message>
            <source>The server is being asked.</source>
            <translation>The server is being asked.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Fill in every field first.</translation>
        </message>
        <message>
            <source>Or with the username and password for Kalix Presence.</source>
            <translation>Or with the username and password for Kalix Presence.</translation>
        </message>
        <message>
            <source>Go on in your browser. If it was closed, press the button again.</source>
            <translation>Go on in your browser. If it was closed, press the button again.</translation>
        </message>
    </context>
    <context>
        <name>SmallWindow</name>
        <message>
            <source>My status</source>
            <translation>My status</translation>
        </message>
        <message>
            <source>Set status …</source>
            <translation>Set status …</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menu</translation>
        </message>
    </context>
    <context>
        <name>StatusPanel</name>
        <message>
            <source>Set status</source>
            <translation>Set status</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>For example: l 13, or meeting until half past two</source>
            <translation>For example: l 13, or meeting until half past two</translation>
        </message>
        <message>
            <source>Only colleagues who may see it, never callers</source>
            <translation>Only colleagues who may see it, never callers</translation>
        </message>
        <message>
            <source>Calls go to</source>
            <translation>Calls go to</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>I am back</source>
            <translation>I am back</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Colleagues   Ctrl+F</source>
            <translation>Colleagues   Ctrl+F</translation>
        </message>
        <message>
            <source>Type the number or the colleague that calls should go to.</source>
            <translation>Type the number or the colleague that calls should go to.</translation>
        </message>
        <message numerus="yes">
            <source>%n character(s) left</source>
            <translation>
                <numerusform>%n character left</numerusform>
                <numerusform>%n characters left</numerusform>
            </translation>
        </message>
        <message>
            <source>The time has already passed. Set a new one.</source>
            <translation>The time has already passed. Set a new one.</translation>
        </message>
        <message>
            <source>Note: {note}</source>
            <translation>Note: {note}</translation>
        </message>
        <message>
            <source>{reading} That is {days} days. Press F2 again if it is right.</source>
            <translation>{reading} That is {days} days. Press F2 again if it is right.</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Sign in</translation>
        </message>
        <message>
            <source>You are not away: there is nothing to end.</source>
            <translation>You are not away: there is nothing to end.</translation>
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
            <translation>Rest of the day</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>Tomorrow</translation>
        </message>
        <message>
            <source>Date …</source>
            <translation>Date …</translation>
        </message>
        <message>
            <source>Until further notice</source>
            <translation>Until further notice</translation>
        </message>
        <message>
            <source>Until {time}</source>
            <translation>Until {time}</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>Policy report …</source>
            <translation>Policy report …</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) wait for you.</source>
            <translation>
                <numerusform>%n callback waits for you.</numerusform>
                <numerusform>%n callbacks wait for you.</numerusform>
            </translation>
        </message>
        <message>
            <source>Sign in …</source>
            <translation>Sign in …</translation>
        </message>
        <message>
            <source>Status panel …</source>
            <translation>Status panel …</translation>
        </message>
        <message>
            <source>Colleagues …</source>
            <translation>Colleagues …</translation>
        </message>
        <message>
            <source>Planned absences …</source>
            <translation>Planned absences …</translation>
        </message>
        <message>
            <source>Settings …</source>
            <translation>Settings …</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Sign out</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Quit</translation>
        </message>
        <message>
            <source>Messages ({count}) …</source>
            <translation>Messages ({count}) …</translation>
        </message>
        <message>
            <source>Messages …</source>
            <translation>Messages …</translation>
        </message>
        <message>
            <source>Leave a message …</source>
            <translation>Leave a message …</translation>
        </message>
        <message>
            <source>I am back</source>
            <translation>I am back</translation>
        </message>
        <message>
            <source>More reasons</source>
            <translation>More reasons</translation>
        </message>
        <message>
            <source>{reason}, back {time}</source>
            <translation>{reason}, back {time}</translation>
        </message>
        <message>
            <source>How it works …</source>
            <translation>How it works …</translation>
        </message>
        <message>
            <source>Telephone matters …</source>
            <translation>Telephone matters …</translation>
        </message>
        <message>
            <source>First steps ({count} left) …</source>
            <translation>First steps ({count} left) …</translation>
        </message>
    </context>
    <context>
        <name>Undo</name>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
    </context>
    <context>
        <name>UndoLine</name>
        <message>
            <source>Undo   {key}</source>
            <translation>Undo   {key}</translation>
        </message>
    </context>
    <context>
        <name>WeekField</name>
        <message>
            <source>off</source>
            <translation>off</translation>
        </message>
    </context>
    <context>
        <name>ReturnQuestions</name>
        <message>
            <source>Are you back?</source>
            <translation>Are you back?</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Yes</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>Not yet</translation>
        </message>
        <message>
            <source>Ring here again?</source>
            <translation>Ring here again?</translation>
        </message>
        <message>
            <source>You are at your desk, and calls still go to your mobile. {marked}</source>
            <translation>You are at your desk, and calls still go to your mobile. {marked}</translation>
        </message>
        <message>
            <source>Ring here</source>
            <translation>Ring here</translation>
        </message>
        <message>
            <source>Keep the mobile</source>
            <translation>Keep the mobile</translation>
        </message>
        <message>
            <source>Set an absence?</source>
            <translation>Set an absence?</translation>
        </message>
        <message>
            <source>You are marked as {reason} until further notice.</source>
            <translation>You are marked as {reason} until further notice.</translation>
        </message>
        <message>
            <source>You are marked as {reason} until {time}.</source>
            <translation>You are marked as {reason} until {time}.</translation>
        </message>
        <message>
            <source>Nobody sat here from {left} to {back}, and nothing was set: a call rang at an empty desk. Going again? Say so first.</source>
            <translation>Nobody sat here from {left} to {back}, and nothing was set: a call rang at an empty desk. Going again? Say so first.</translation>
        </message>
        <message>
            <source>I stay</source>
            <translation>I stay</translation>
        </message>
        <message>
            <source>Other …</source>
            <translation>Other …</translation>
        </message>
        <message>
            <source>Not today</source>
            <translation>Not today</translation>
        </message>
    </context>
    <context>
        <name>WordField</name>
        <message>
            <source>What the call is about ({key}); whoever gets the call sees it</source>
            <translation>What the call is about ({key}); whoever gets the call sees it</translation>
        </message>
        <message>
            <source>What the call is about</source>
            <translation>What the call is about</translation>
        </message>
    </context>
    <context>
        <name>_Row</name>
        <message>
            <source>First day</source>
            <translation>First day</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Last day</translation>
        </message>
        <message>
            <source>Hours</source>
            <translation>Hours</translation>
        </message>
        <message>
            <source>off</source>
            <translation>off</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Remove</translation>
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
            <translation>Plan it   F2</translation>
        </message>
        <message>
            <source>From now   F3</source>
            <translation>From now   F3</translation>
        </message>
    </context>
    <context>
        <name>MachinePolicy</name>
        <message>
            <source>Decided by your organisation for this computer ({file}).</source>
            <translation>Decided by your organisation for this computer ({file}).</translation>
        </message>
        <message>
            <source>Your organisation's settings cannot be read</source>
            <translation>Your organisation's settings cannot be read</translation>
        </message>
        <message>
            <source>Your organisation's settings for this computer cannot be read ({file}), so the server is not known. Tell your administrator.</source>
            <translation>Your organisation's settings for this computer cannot be read ({file}), so the server is not known. Tell your administrator.</translation>
        </message>
        <message>
            <source>Your organisation's settings for this computer cannot be read ({file}), so this stays as it was. Tell your administrator.</source>
            <translation>Your organisation's settings for this computer cannot be read ({file}), so this stays as it was. Tell your administrator.</translation>
        </message>
    </context>
    <context>
        <name>_Calendar</name>
        <message>
            <source>Choose a day</source>
            <translation>Choose a day</translation>
        </message>
    </context>
    <context>
        <name>Main</name>
        <message>
            <source>The program could not start. What went wrong is written down: kalix-presence log --path says where.</source>
            <translation>The program could not start. What went wrong is written down: kalix-presence log --path says where.</translation>
        </message>
    </context>
    <context>
        <name>SigningIn</name>
        <message>
            <source>Signed in</source>
            <translation>Signed in</translation>
        </message>
        <message>
            <source>Your keyring is locked, so you are asked to sign in at each start. Unlock it to be remembered.</source>
            <translation>Your keyring is locked, so you are asked to sign in at each start. Unlock it to be remembered.</translation>
        </message>
        <message>
            <source>Your keyring does not answer, so you are asked to sign in at each start.</source>
            <translation>Your keyring does not answer, so you are asked to sign in at each start.</translation>
        </message>
        <message>
            <source>This computer has no keyring to keep your sign-in safe, so you are asked at each start.</source>
            <translation>This computer has no keyring to keep your sign-in safe, so you are asked at each start.</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>Signed out</translation>
        </message>
    </context>
    <context>
        <name>WelcomeWindow</name>
        <message>
            <source>Welcome</source>
            <translation>Welcome</translation>
        </message>
        <message>
            <source>Try it</source>
            <translation>Try it</translation>
        </message>
        <message>
            <source>Start when I sign in to the computer</source>
            <translation>Start when I sign in to the computer</translation>
        </message>
        <message>
            <source>A few letters say where you are, and callers hear when you are back. Try: l 13. Nothing is set here.</source>
            <translation>A few letters say where you are, and callers hear when you are back. Try: l 13. Nothing is set here.</translation>
        </message>
        <message>
            <source>Change my times …</source>
            <translation>Change my times …</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Ready</translation>
        </message>
        <message>
            <source>{keys} opens the field from anywhere; so does a click on the icon by the clock.</source>
            <translation>{keys} opens the field from anywhere; so does a click on the icon by the clock.</translation>
        </message>
        <message>
            <source>A click on the icon by the clock opens the field.</source>
            <translation>A click on the icon by the clock opens the field.</translation>
        </message>
        <message>
            <source>Hello {name}, extension {extension}</source>
            <translation>Hello {name}, extension {extension}</translation>
        </message>
        <message>
            <source>Your working time is not known. Set it, so that return times are right.</source>
            <translation>Your working time is not known. Set it, so that return times are right.</translation>
        </message>
        <message>
            <source>Your next working day is from {starts} to {ends}. Is that right?</source>
            <translation>Your next working day is from {starts} to {ends}. Is that right?</translation>
        </message>
        <message>
            <source>Starting with the computer could not be arranged: {why}</source>
            <translation>Starting with the computer could not be arranged: {why}</translation>
        </message>
    </context>
    <context>
        <name>ReportController</name>
        <message>
            <source>Fetching …</source>
            <translation>Fetching …</translation>
        </message>
        <message>
            <source>Plots are not installed on this computer; the table says the same. Ask your administrator for them.</source>
            <translation>Plots are not installed on this computer; the table says the same. Ask your administrator for them.</translation>
        </message>
        <message>
            <source>The plot could not be drawn; the table says the same.</source>
            <translation>The plot could not be drawn; the table says the same.</translation>
        </message>
        <message>
            <source>PDF is not installed on this computer. Save as CSV, or ask your administrator for it.</source>
            <translation>PDF is not installed on this computer. Save as CSV, or ask your administrator for it.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Saved: {path}</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>It could not be saved: {why}</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Saving …</translation>
        </message>
    </context>
    <context>
        <name>ReportSaving</name>
        <message>
            <source>Save the report</source>
            <translation>Save the report</translation>
        </message>
        <message>
            <source>policy-report</source>
            <translation>policy-report</translation>
        </message>
    </context>
    <context>
        <name>ReportWindow</name>
        <message>
            <source>Policy report</source>
            <translation>Policy report</translation>
        </message>
        <message>
            <source>One level up</source>
            <translation>One level up</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Up</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>Week</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Month</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Period</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>Save as …</translation>
        </message>
        <message>
            <source>PDF, for the board's papers …</source>
            <translation>PDF, for the board's papers …</translation>
        </message>
        <message>
            <source>CSV, for a spreadsheet …</source>
            <translation>CSV, for a spreadsheet …</translation>
        </message>
        <message>
            <source>JSON, for a program …</source>
            <translation>JSON, for a program …</translation>
        </message>
        <message>
            <source>What was measured</source>
            <translation>What was measured</translation>
        </message>
        <message>
            <source>There is no report yet. The first one comes when a whole week is over.</source>
            <translation>There is no report yet. The first one comes when a whole week is over.</translation>
        </message>
        <message>
            <source>Too few people: nothing may be shown.</source>
            <translation>Too few people: nothing may be shown.</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Fetching …</translation>
        </message>
        <message>
            <source>It is too small to be shown by itself: the report says nothing of fewer than five people.</source>
            <translation>It is too small to be shown by itself: the report says nothing of fewer than five people.</translation>
        </message>
    </context>
    <context>
        <name>FactorFields</name>
        <message>
            <source>Photograph this with your authenticator program, or type the key there:</source>
            <translation>Photograph this with your authenticator program, or type the key there:</translation>
        </message>
        <message>
            <source>Key for the authenticator program</source>
            <translation>Key for the authenticator program</translation>
        </message>
        <message>
            <source>The key as a picture</source>
            <translation>The key as a picture</translation>
        </message>
        <message>
            <source>&amp;Code</source>
            <translation>&amp;Code</translation>
        </message>
    </context>
    <context>
        <name>RecoveryWindow</name>
        <message>
            <source>Recovery codes</source>
            <translation>Recovery codes</translation>
        </message>
        <message>
            <source>Each opens once, if the authenticator is lost. They are not shown again.</source>
            <translation>Each opens once, if the authenticator is lost. They are not shown again.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>I have kept them</source>
            <translation>I have kept them</translation>
        </message>
    </context>
    <context>
        <name>FactorWindow</name>
        <message>
            <source>The server is being asked.</source>
            <translation>The server is being asked.</translation>
        </message>
        <message>
            <source>Fill in every field first.</source>
            <translation>Fill in every field first.</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Password</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Give up the second factor</source>
            <translation>Give up the second factor</translation>
        </message>
        <message>
            <source>Set up a second factor</source>
            <translation>Set up a second factor</translation>
        </message>
        <message>
            <source>Give it up</source>
            <translation>Give it up</translation>
        </message>
        <message>
            <source>Set it up</source>
            <translation>Set it up</translation>
        </message>
    </context>
    <context>
        <name>AppointmentsPage</name>
        <message>
            <source>Whom to ask</source>
            <translation>Whom to ask</translation>
        </message>
        <message>
            <source>Today, or: 1 February</source>
            <translation>Today, or: 1 February</translation>
        </message>
        <message>
            <source>Until further notice, or: 30 June</source>
            <translation>Until further notice, or: 30 June</translation>
        </message>
        <message>
            <source>Telephone officer</source>
            <translation>Telephone officer</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Deputy</translation>
        </message>
        <message>
            <source>&amp;Who</source>
            <translation>&amp;Who</translation>
        </message>
        <message>
            <source>Is to &amp;be</source>
            <translation>Is to &amp;be</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;For</translation>
        </message>
        <message>
            <source>F&amp;rom</source>
            <translation>F&amp;rom</translation>
        </message>
        <message>
            <source>&amp;Last day</source>
            <translation>&amp;Last day</translation>
        </message>
        <message>
            <source>Appoint</source>
            <translation>Appoint</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Not known without contact with the presence server.</translation>
        </message>
        <message>
            <source>Nobody is appointed so far.</source>
            <translation>Nobody is appointed so far.</translation>
        </message>
        <message>
            <source>Nobody is appointed for your unit. Ask the switchboard.</source>
            <translation>Nobody is appointed for your unit. Ask the switchboard.</translation>
        </message>
        <message>
            <source>You ask: {names}</source>
            <translation>You ask: {names}</translation>
        </message>
        <message>
            <source>From {since} until further notice</source>
            <translation>From {since} until further notice</translation>
        </message>
        <message>
            <source>From {since} to {until}</source>
            <translation>From {since} to {until}</translation>
        </message>
        <message>
            <source>{days}, appointed by {name}</source>
            <translation>{days}, appointed by {name}</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>End after today</source>
            <translation>End after today</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Choose a colleague, by name or extension.</translation>
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
            <translation>{name} ({extension}), deputy</translation>
        </message>
    </context>
    <context>
        <name>OfficerWindow</name>
        <message>
            <source>Telephone matters</source>
            <translation>Telephone matters</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Pages</translation>
        </message>
    </context>
    <context>
        <name>RequestsPage</name>
        <message>
            <source>Extensions</source>
            <translation>Extensions</translation>
        </message>
        <message>
            <source>Who it is for</source>
            <translation>Who it is for</translation>
        </message>
        <message>
            <source>Any free number</source>
            <translation>Any free number</translation>
        </message>
        <message>
            <source>For example: 1 February</source>
            <translation>For example: 1 February</translation>
        </message>
        <message>
            <source>What else should be known</source>
            <translation>What else should be known</translation>
        </message>
        <message>
            <source>&amp;What</source>
            <translation>&amp;What</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>W&amp;hose</source>
            <translation>W&amp;hose</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Unit</translation>
        </message>
        <message>
            <source>To un&amp;it</source>
            <translation>To un&amp;it</translation>
        </message>
        <message>
            <source>Nu&amp;mber</source>
            <translation>Nu&amp;mber</translation>
        </message>
        <message>
            <source>&amp;Done by</source>
            <translation>&amp;Done by</translation>
        </message>
        <message>
            <source>&amp;Remark</source>
            <translation>&amp;Remark</translation>
        </message>
        <message>
            <source>Ask for it</source>
            <translation>Ask for it</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Not known without contact with the presence server.</translation>
        </message>
        <message>
            <source>Nothing is asked for.</source>
            <translation>Nothing is asked for.</translation>
        </message>
        <message>
            <source>A few words: why, or a comment</source>
            <translation>A few words: why, or a comment</translation>
        </message>
        <message>
            <source>A few words about {what}</source>
            <translation>A few words about {what}</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Number</translation>
        </message>
        <message>
            <source>Number for {what}</source>
            <translation>Number for {what}</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Choose a colleague, by name or extension.</translation>
        </message>
        <message>
            <source>Asking the PBX …</source>
            <translation>Asking the PBX …</translation>
        </message>
    </context>
    <context>
        <name>RequestWords</name>
        <message>
            <source>New extension</source>
            <translation>New extension</translation>
        </message>
        <message>
            <source>Change of an extension</source>
            <translation>Change of an extension</translation>
        </message>
        <message>
            <source>Move of an extension</source>
            <translation>Move of an extension</translation>
        </message>
        <message>
            <source>End of an extension</source>
            <translation>End of an extension</translation>
        </message>
        <message>
            <source>Something about an extension</source>
            <translation>Something about an extension</translation>
        </message>
        <message>
            <source>Asked for, waits for the telephone officer</source>
            <translation>Asked for, waits for the telephone officer</translation>
        </message>
        <message>
            <source>Approved, waits to be ordered</source>
            <translation>Approved, waits to be ordered</translation>
        </message>
        <message>
            <source>Ordered, waits to be done</source>
            <translation>Ordered, waits to be done</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>Withdrawn</translation>
        </message>
        <message>
            <source>In a state that this program does not know</source>
            <translation>In a state that this program does not know</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>Approve</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>Refuse</translation>
        </message>
        <message>
            <source>Ordered</source>
            <translation>Ordered</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>Comment</source>
            <translation>Comment</translation>
        </message>
        <message>
            <source>Which numbers are free is not known: the policy names no series.</source>
            <translation>Which numbers are free is not known: the policy names no series.</translation>
        </message>
        <message>
            <source>Free numbers: {count}. The lowest: {numbers}</source>
            <translation>Free numbers: {count}. The lowest: {numbers}</translation>
        </message>
        <message>
            <source>Reserved: {numbers}</source>
            <translation>Reserved: {numbers}</translation>
        </message>
        <message>
            <source>{number} rests until {day}</source>
            <translation>{number} rests until {day}</translation>
        </message>
        <message>
            <source>Wanted soon, and not done</source>
            <translation>Wanted soon, and not done</translation>
        </message>
        <message>
            <source>The day has come, and it is not done</source>
            <translation>The day has come, and it is not done</translation>
        </message>
        <message>
            <source>{unit}, wanted {day}</source>
            <translation>{unit}, wanted {day}</translation>
        </message>
        <message>
            <source>{state}. Asked by {name}.</source>
            <translation>{state}. Asked by {name}.</translation>
        </message>
        <message>
            <source>The directory agrees.</source>
            <translation>The directory agrees.</translation>
        </message>
        <message>
            <source>The directory does not say so yet.</source>
            <translation>The directory does not say so yet.</translation>
        </message>
        <message>
            <source>{unit}, wanted {day}. {state}.</source>
            <translation>{unit}, wanted {day}. {state}.</translation>
        </message>
        <message>
            <source>{unit}, last reviewed {day}. Is it right still? See Telephone matters, The sketch.</source>
            <translation>{unit}, last reviewed {day}. Is it right still? See Telephone matters, The sketch.</translation>
        </message>
        <message>
            <source>Review the sketch</source>
            <translation>Review the sketch</translation>
        </message>
        <message>
            <source>Let the server do it</source>
            <translation>Let the server do it</translation>
        </message>
        <message>
            <source>Give it a new secret</source>
            <translation>Give it a new secret</translation>
        </message>
        <message>
            <source>done by the server in the PBX, and confirmed</source>
            <translation>done by the server in the PBX, and confirmed</translation>
        </message>
        <message>
            <source>gave the phone a new secret</source>
            <translation>gave the phone a new secret</translation>
        </message>
        <message>
            <source>The phone {number} is set up. It signs in as {number} with this secret, shown only now:</source>
            <translation>The phone {number} is set up. It signs in as {number} with this secret, shown only now:</translation>
        </message>
        <message>
            <source>The phone has been connected since.</source>
            <translation>The phone has been connected since.</translation>
        </message>
        <message>
            <source>The phone has not been connected yet.</source>
            <translation>The phone has not been connected yet.</translation>
        </message>
        <message>
            <source>The server cannot do this itself: do it in the PBX by hand, then press Done.</source>
            <translation>The server cannot do this itself: do it in the PBX by hand, then press Done.</translation>
        </message>
        <message>
            <source>The server has not ended the phone yet, and tries again: {why}</source>
            <translation>The server has not ended the phone yet, and tries again: {why}</translation>
        </message>
        <message>
            <source>the presence server</source>
            <translation>the presence server</translation>
        </message>
    </context>
    <context>
        <name>Starting</name>
        <message>
            <source>This computer starts the program for everybody, so it is not chosen here.</source>
            <translation>This computer starts the program for everybody, so it is not chosen here.</translation>
        </message>
    </context>
    <context>
        <name>WorkPage</name>
        <message>
            <source>To see to</source>
            <translation>To see to</translation>
        </message>
        <message>
            <source>There is no contact with the PBX: nothing is known of lines now.</source>
            <translation>There is no contact with the PBX: nothing is known of lines now.</translation>
        </message>
        <message>
            <source>There is nothing to see to.</source>
            <translation>There is nothing to see to.</translation>
        </message>
        <message>
            <source>Telephones that are not connected now</source>
            <translation>Telephones that are not connected now</translation>
        </message>
        <message>
            <source>Forwards for more than a week that nothing ends</source>
            <translation>Forwards for more than a week that nothing ends</translation>
        </message>
        <message>
            <source>Phone hours whose last day has passed</source>
            <translation>Phone hours whose last day has passed</translation>
        </message>
        <message>
            <source>Something that this program does not know</source>
            <translation>Something that this program does not know</translation>
        </message>
        <message>
            <source>Telephones that have never been connected</source>
            <translation>Telephones that have never been connected</translation>
        </message>
        <message>
            <source>Goals of the policy report that were not reached</source>
            <translation>Goals of the policy report that were not reached</translation>
        </message>
        <message>
            <source>Lines where no call has been answered for a whole month</source>
            <translation>Lines where no call has been answered for a whole month</translation>
        </message>
    </context>
    <context>
        <name>SettingsController</name>
        <message>
            <source>The settings could not be saved</source>
            <translation>The settings could not be saved</translation>
        </message>
    </context>
    <context>
        <name>ActsFor</name>
        <message>
            <source>absence</source>
            <translation>absence</translation>
        </message>
        <message>
            <source>callbacks</source>
            <translation>callbacks</translation>
        </message>
        <message>
            <source>plans</source>
            <translation>plans</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>until {day}</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first} to {last}</translation>
        </message>
        <message>
            <source>You are a delegate of {count} colleagues: {names}</source>
            <translation>You are a delegate of {count} colleagues: {names}</translation>
        </message>
        <message>
            <source>You are a delegate of {name}: {rights}, {days}</source>
            <translation>You are a delegate of {name}: {rights}, {days}</translation>
        </message>
    </context>
    <context>
        <name>DelegatesPage</name>
        <message>
            <source>Delegates</source>
            <translation>Delegates</translation>
        </message>
        <message>
            <source>Name or extension</source>
            <translation>Name or extension</translation>
        </message>
        <message>
            <source>Set, plan and end my absence</source>
            <translation>Set, plan and end my absence</translation>
        </message>
        <message>
            <source>Read and take my callbacks</source>
            <translation>Read and take my callbacks</translation>
        </message>
        <message>
            <source>See my plans, without sensitive reasons</source>
            <translation>See my plans, without sensitive reasons</translation>
        </message>
        <message>
            <source>For example: Friday, or 30 June</source>
            <translation>For example: Friday, or 30 June</translation>
        </message>
        <message>
            <source>Make delegate</source>
            <translation>Make delegate</translation>
        </message>
        <message>
            <source>A colleague</source>
            <translation>A colleague</translation>
        </message>
        <message>
            <source>May</source>
            <translation>May</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Last day</translation>
        </message>
        <message>
            <source>Act for you</source>
            <translation>Act for you</translation>
        </message>
        <message>
            <source>You act for</source>
            <translation>You act for</translation>
        </message>
        <message>
            <source>Both of you see this, and you can both end it at once. What a delegate does for you is told to you and noted. No delegate sees a sensitive reason, your notes or a private number.</source>
            <translation>Both of you see this, and you can both end it at once. What a delegate does for you is told to you and noted. No delegate sees a sensitive reason, your notes or a private number.</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Not known without contact with the presence server.</translation>
        </message>
        <message>
            <source>Nobody.</source>
            <translation>Nobody.</translation>
        </message>
        <message>
            <source>End</source>
            <translation>End</translation>
        </message>
        <message>
            <source>End {name}</source>
            <translation>End {name}</translation>
        </message>
        <message>
            <source>Waiting for the presence server …</source>
            <translation>Waiting for the presence server …</translation>
        </message>
        <message>
            <source>{name} is your delegate from now on.</source>
            <translation>{name} is your delegate from now on.</translation>
        </message>
    </context>
    <context>
        <name>PrivacyPage</name>
        <message>
            <source>Privacy</source>
            <translation>Privacy</translation>
        </message>
    </context>
    <context>
        <name>WhoSeesButton</name>
        <message>
            <source>Who sees this?</source>
            <translation>Who sees this?</translation>
        </message>
        <message>
            <source>Who sees this? ({field})</source>
            <translation>Who sees this? ({field})</translation>
        </message>
    </context>
    <context>
        <name>AuditField</name>
        <message>
            <source>Who did what about me</source>
            <translation>Who did what about me</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Fetching …</translation>
        </message>
        <message>
            <source>These are the newest. All of them: kalix-presence audit.</source>
            <translation>These are the newest. All of them: kalix-presence audit.</translation>
        </message>
    </context>
    <context>
        <name>OwnCopyField</name>
        <message>
            <source>All that is held on me</source>
            <translation>All that is held on me</translation>
        </message>
        <message>
            <source>To be read, or as JSON for another program. Only you can read the file.</source>
            <translation>To be read, or as JSON for another program. Only you can read the file.</translation>
        </message>
        <message>
            <source>Save a copy …</source>
            <translation>Save a copy …</translation>
        </message>
        <message>
            <source>held-on-me</source>
            <translation>held-on-me</translation>
        </message>
        <message>
            <source>Fetching …</source>
            <translation>Fetching …</translation>
        </message>
        <message>
            <source>The copy could not be saved: {reason}</source>
            <translation>The copy could not be saved: {reason}</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Saved as {file}.</translation>
        </message>
        <message>
            <source>Text to be read</source>
            <translation>Text to be read</translation>
        </message>
    </context>
    <context>
        <name>SketchPage</name>
        <message>
            <source>The sketch</source>
            <translation>The sketch</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Not known without contact with the presence server.</translation>
        </message>
        <message>
            <source>{count} to see to.</source>
            <translation>{count} to see to.</translation>
        </message>
        <message>
            <source>There is nothing to see to.</source>
            <translation>There is nothing to see to.</translation>
        </message>
        <message>
            <source>There is no contact with the PBX: nothing is known of telephones now.</source>
            <translation>There is no contact with the PBX: nothing is known of telephones now.</translation>
        </message>
        <message>
            <source>{unit}: {state}, from {day}</source>
            <translation>{unit}: {state}, from {day}</translation>
        </message>
        <message>
            <source>Proposed by {name}</source>
            <translation>Proposed by {name}</translation>
        </message>
        <message>
            <source>Answered by {name}. {answer}</source>
            <translation>Answered by {name}. {answer}</translation>
        </message>
        <message>
            <source>The sketch has changed since: it cannot be accepted as it is.</source>
            <translation>The sketch has changed since: it cannot be accepted as it is.</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Accept</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>Refuse</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>Owner</translation>
        </message>
        <message>
            <source>Deputies</source>
            <translation>Deputies</translation>
        </message>
        <message>
            <source>Each unit is changed by itself: take the person away here and put them in there.</source>
            <translation>Each unit is changed by itself: take the person away here and put them in there.</translation>
        </message>
        <message>
            <source>Choose a colleague, by name or extension.</source>
            <translation>Choose a colleague, by name or extension.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Earlier</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Later</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>Take away</translation>
        </message>
        <message>
            <source>Move there</source>
            <translation>Move there</translation>
        </message>
        <message>
            <source>Reviewed: it is right today</source>
            <translation>Reviewed: it is right today</translation>
        </message>
        <message>
            <source>Put here</source>
            <translation>Put here</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>New duty</source>
            <translation>New duty</translation>
        </message>
        <message>
            <source>Propose</source>
            <translation>Propose</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Discard</translation>
        </message>
        <message>
            <source>Ctrl+Z</source>
            <translation>Ctrl+Z</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Up</translation>
        </message>
        <message>
            <source>Alt+Down</source>
            <translation>Alt+Down</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Delete</translation>
        </message>
        <message>
            <source>Today, or: 1 February</source>
            <translation>Today, or: 1 February</translation>
        </message>
        <message>
            <source>Why, when a proposal is refused</source>
            <translation>Why, when a proposal is refused</translation>
        </message>
        <message>
            <source>W&amp;ho</source>
            <translation>W&amp;ho</translation>
        </message>
        <message>
            <source>Du&amp;ty</source>
            <translation>Du&amp;ty</translation>
        </message>
        <message>
            <source>P&amp;lace</source>
            <translation>P&amp;lace</translation>
        </message>
        <message>
            <source>&amp;New duty</source>
            <translation>&amp;New duty</translation>
        </message>
        <message>
            <source>Holds &amp;from</source>
            <translation>Holds &amp;from</translation>
        </message>
        <message>
            <source>Wh&amp;y</source>
            <translation>Wh&amp;y</translation>
        </message>
        <message>
            <source>Save as {kind}</source>
            <translation>Save as {kind}</translation>
        </message>
        <message>
            <source>Move t&amp;o</source>
            <translation>Move t&amp;o</translation>
        </message>
        <message>
            <source>Ad&amp;ministration</source>
            <translation>Ad&amp;ministration</translation>
        </message>
    </context>
    <context>
        <name>SketchRoom</name>
        <message>
            <source>PDF and SVG are not installed on this computer. Save as CSV, or ask your administrator for them.</source>
            <translation>PDF and SVG are not installed on this computer. Save as CSV, or ask your administrator for them.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Saved: {path}</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>It could not be saved: {why}</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Saving …</translation>
        </message>
        <message>
            <source>Save the sketch</source>
            <translation>Save the sketch</translation>
        </message>
    </context>
    <context>
        <name>SketchTree</name>
        <message>
            <source>The sketch: units, duties and people</source>
            <translation>The sketch: units, duties and people</translation>
        </message>
        <message>
            <source>{unit} (changed, not proposed yet)</source>
            <translation>{unit} (changed, not proposed yet)</translation>
        </message>
        <message>
            <source>{unit} ({count} to see to)</source>
            <translation>{unit} ({count} to see to)</translation>
        </message>
        <message>
            <source>Place: {place}</source>
            <translation>Place: {place}</translation>
        </message>
        <message>
            <source>Owner: {name}</source>
            <translation>Owner: {name}</translation>
        </message>
        <message>
            <source>Deputies</source>
            <translation>Deputies</translation>
        </message>
        <message>
            <source>{duty} ({place})</source>
            <translation>{duty} ({place})</translation>
        </message>
        <message>
            <source>To see to: {fault}</source>
            <translation>To see to: {fault}</translation>
        </message>
        <message>
            <source>{what}: nobody</source>
            <translation>{what}: nobody</translation>
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
            <translation>Read it and accept it: First steps, in the icon's menu.</translation>
        </message>
        <message>
            <source>There is a new telephone policy</source>
            <translation>There is a new telephone policy</translation>
        </message>
        <message>
            <source>The presence server is being asked.</source>
            <translation>The presence server is being asked.</translation>
        </message>
    </context>
    <context>
        <name>FirstStepsWindow</name>
        <message>
            <source>First steps</source>
            <translation>First steps</translation>
        </message>
        <message>
            <source>Your extension</source>
            <translation>Your extension</translation>
        </message>
        <message>
            <source>When you can be reached</source>
            <translation>When you can be reached</translation>
        </message>
        <message>
            <source>Your signature</source>
            <translation>Your signature</translation>
        </message>
        <message>
            <source>Coding the phone</source>
            <translation>Coding the phone</translation>
        </message>
        <message>
            <source>The telephone policy</source>
            <translation>The telephone policy</translation>
        </message>
        <message>
            <source>Your first absence</source>
            <translation>Your first absence</translation>
        </message>
        <message>
            <source>A call to your own telephone</source>
            <translation>A call to your own telephone</translation>
        </message>
        <message>
            <source>These are my hours</source>
            <translation>These are my hours</translation>
        </message>
        <message>
            <source>Change my times …</source>
            <translation>Change my times …</translation>
        </message>
        <message>
            <source>Copy signature</source>
            <translation>Copy signature</translation>
        </message>
        <message>
            <source>I know how</source>
            <translation>I know how</translation>
        </message>
        <message>
            <source>Read it</source>
            <translation>Read it</translation>
        </message>
        <message>
            <source>I have read it and accept it</source>
            <translation>I have read it and accept it</translation>
        </message>
        <message>
            <source>Set an absence …</source>
            <translation>Set an absence …</translation>
        </message>
        <message>
            <source>Ring my telephone</source>
            <translation>Ring my telephone</translation>
        </message>
        <message>
            <source>Your telephone rings. Answer it.</source>
            <translation>Your telephone rings. Answer it.</translation>
        </message>
        <message>
            <source>Nobody answered. Try again when you are at the telephone.</source>
            <translation>Nobody answered. Try again when you are at the telephone.</translation>
        </message>
        <message>
            <source>The telephone was busy, or the call was declined. Try again.</source>
            <translation>The telephone was busy, or the call was declined. Try again.</translation>
        </message>
        <message>
            <source>The telephone could not be rung. Is it connected? Otherwise ask your telephone officer.</source>
            <translation>The telephone could not be rung. Is it connected? Otherwise ask your telephone officer.</translation>
        </message>
        <message>
            <source>Welcome {name}</source>
            <translation>Welcome {name}</translation>
        </message>
        <message>
            <source>Not known without contact with the presence server.</source>
            <translation>Not known without contact with the presence server.</translation>
        </message>
        <message numerus="yes">
            <source>%n step(s) left. What is done is kept; the icon's menu leads back here.</source>
            <translation>
                <numerusform>%n step left. What is done is kept; the icon's menu leads back here.</numerusform>
                <numerusform>%n steps left. What is done is kept; the icon's menu leads back here.</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything is done.</source>
            <translation>Everything is done.</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Later</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>As far as it is known you work from {starts} to {ends} on your next working day.</source>
            <translation>As far as it is known you work from {starts} to {ends} on your next working day.</translation>
        </message>
        <message>
            <source>Your working time is not known.</source>
            <translation>Your working time is not known.</translation>
        </message>
        <message>
            <source>Version {version}, adopted {day}.</source>
            <translation>Version {version}, adopted {day}.</translation>
        </message>
        <message>
            <source>On the phone {set}1*1300# is lunch, back at 13.00, and {back} says that you are back.</source>
            <translation>On the phone {set}1*1300# is lunch, back at 13.00, and {back} says that you are back.</translation>
        </message>
        <message>
            <source>Your direct number belongs under everything that you send.</source>
            <translation>Your direct number belongs under everything that you send.</translation>
        </message>
        <message>
            <source>Say where you are before you go, for instance lunch; end it when you are back.</source>
            <translation>Say where you are before you go, for instance lunch; end it when you are back.</translation>
        </message>
        <message>
            <source>Your telephone rings as when somebody calls you. Pick it up: you hear a tone.</source>
            <translation>Your telephone rings as when somebody calls you. Pick it up: you hear a tone.</translation>
        </message>
        <message>
            <source>Colleagues dial {extension}, everybody else {direct}.</source>
            <translation>Colleagues dial {extension}, everybody else {direct}.</translation>
        </message>
        <message>
            <source>Colleagues dial {extension}.</source>
            <translation>Colleagues dial {extension}.</translation>
        </message>
        <message>
            <source>Read it first.</source>
            <translation>Read it first.</translation>
        </message>
        <message>
            <source>This PBX cannot ring a telephone from here.</source>
            <translation>This PBX cannot ring a telephone from here.</translation>
        </message>
        <message>
            <source>This PBX cannot ring a telephone from here. Call yours from another one, and leave this step.</source>
            <translation>This PBX cannot ring a telephone from here. Call yours from another one, and leave this step.</translation>
        </message>
        <message>
            <source>Copied. Paste it in the settings of your e-mail program.</source>
            <translation>Copied. Paste it in the settings of your e-mail program.</translation>
        </message>
        <message>
            <source>No browser opened. Read it at the address above.</source>
            <translation>No browser opened. Read it at the address above.</translation>
        </message>
    </context>
    <context>
        <name>NewcomersPage</name>
        <message>
            <source>Newcomers</source>
            <translation>Newcomers</translation>
        </message>
        <message>
            <source>Who is new and has not finished. The program shows them the steps; offer your help.</source>
            <translation>Who is new and has not finished. The program shows them the steps; offer your help.</translation>
        </message>
        <message>
            <source>All newcomers have finished.</source>
            <translation>All newcomers have finished.</translation>
        </message>
        <message>
            <source>extension</source>
            <translation>extension</translation>
        </message>
        <message>
            <source>working hours</source>
            <translation>working hours</translation>
        </message>
        <message>
            <source>signature</source>
            <translation>signature</translation>
        </message>
        <message>
            <source>codes on the phone</source>
            <translation>codes on the phone</translation>
        </message>
        <message>
            <source>telephone policy</source>
            <translation>telephone policy</translation>
        </message>
        <message>
            <source>first absence</source>
            <translation>first absence</translation>
        </message>
        <message>
            <source>call to the own telephone</source>
            <translation>call to the own telephone</translation>
        </message>
        <message>
            <source>something that this program does not know</source>
            <translation>something that this program does not know</translation>
        </message>
        <message>
            <source>Has not signed in yet.</source>
            <translation>Has not signed in yet.</translation>
        </message>
        <message>
            <source>Missing: {steps}</source>
            <translation>Missing: {steps}</translation>
        </message>
    </context>
    <context>
        <name>OfficerController</name>
        <message>
            <source>{name} ({extension}), {unit}. See Newcomers in Telephone matters.</source>
            <translation>{name} ({extension}), {unit}. See Newcomers in Telephone matters.</translation>
        </message>
        <message>
            <source>A newcomer has not finished the first steps</source>
            <translation>A newcomer has not finished the first steps</translation>
        </message>
    </context>
    <context>
        <name>StepCard</name>
        <message>
            <source>Do this</source>
            <translation>Do this</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>To do</source>
            <translation>To do</translation>
        </message>
    </context>
    <context>
        <name>SecretCard</name>
        <message>
            <source>Nobody can look it up later; a new one can be given.</source>
            <translation>Nobody can look it up later; a new one can be given.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>I have it</source>
            <translation>I have it</translation>
        </message>
        <message>
            <source>Secret of the phone {number}</source>
            <translation>Secret of the phone {number}</translation>
        </message>
    </context>
    <context>
        <name>GreetingPage</name>
        <message>
            <source>Line to answer with</source>
            <translation>Line to answer with</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Unit</translation>
        </message>
        <message>
            <source>&amp;Line</source>
            <translation>&amp;Line</translation>
        </message>
        <message>
            <source>Unit's name</source>
            <translation>Unit's name</translation>
        </message>
        <message>
            <source>Given name</source>
            <translation>Given name</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Family name</translation>
        </message>
        <message>
            <source>Administration's name</source>
            <translation>Administration's name</translation>
        </message>
        <message>
            <source>Insert</source>
            <translation>Insert</translation>
        </message>
        <message>
            <source>It is said</source>
            <translation>It is said</translation>
        </message>
        <message>
            <source>Save the line</source>
            <translation>Save the line</translation>
        </message>
        <message>
            <source>As the unit above</source>
            <translation>As the unit above</translation>
        </message>
        <message>
            <source>Insert: {blank}</source>
            <translation>Insert: {blank}</translation>
        </message>
        <message numerus="yes">
            <source>Whoever is new sees it at incoming calls, for %n day(s).</source>
            <translation>
                <numerusform>Whoever is new sees it at incoming calls, for %n day.</numerusform>
                <numerusform>Whoever is new sees it at incoming calls, for %n days.</numerusform>
            </translation>
        </message>
        <message>
            <source>Your organisation shows it to nobody by itself.</source>
            <translation>Your organisation shows it to nobody by itself.</translation>
        </message>
        <message>
            <source>What each unit answers calls with.</source>
            <translation>What each unit answers calls with.</translation>
        </message>
        <message>
            <source>As usual</source>
            <translation>As usual</translation>
        </message>
        <message>
            <source>It is said: {line}</source>
            <translation>It is said: {line}</translation>
        </message>
        <message>
            <source>The unit's own line: {line}</source>
            <translation>The unit's own line: {line}</translation>
        </message>
        <message>
            <source>As {unit}: {line}</source>
            <translation>As {unit}: {line}</translation>
        </message>
        <message>
            <source>As usual: {line}</source>
            <translation>As usual: {line}</translation>
        </message>
        <message>
            <source>“{said}”</source>
            <translation>“{said}”</translation>
        </message>
    </context>
    <context>
        <name>CardsOfUnitPage</name>
        <message>
            <source>Signatures and cards</source>
            <translation>Signatures and cards</translation>
        </message>
        <message>
            <source>For everybody of a unit at once, with the direct number and in each one's own language.</source>
            <translation>For everybody of a unit at once, with the direct number and in each one's own language.</translation>
        </message>
        <message>
            <source>With the units below it</source>
            <translation>With the units below it</translation>
        </message>
        <message>
            <source>Signatures for e-mail (HTML and text)</source>
            <translation>Signatures for e-mail (HTML and text)</translation>
        </message>
        <message>
            <source>Contact cards (vCard), of each and of all</source>
            <translation>Contact cards (vCard), of each and of all</translation>
        </message>
        <message>
            <source>Letters to write on (HTML, and PDF to print on)</source>
            <translation>Letters to write on (HTML, and PDF to print on)</translation>
        </message>
        <message>
            <source>Letters to write on (HTML)</source>
            <translation>Letters to write on (HTML)</translation>
        </message>
        <message>
            <source>Save as ZIP …</source>
            <translation>Save as ZIP …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stop</translation>
        </message>
        <message>
            <source>People whose files are made</source>
            <translation>People whose files are made</translation>
        </message>
        <message>
            <source>&amp;Unit</source>
            <translation>&amp;Unit</translation>
        </message>
        <message>
            <source>What</source>
            <translation>What</translation>
        </message>
        <message numerus="yes">
            <source>%n person(s).</source>
            <translation>
                <numerusform>%n person.</numerusform>
                <numerusform>%n people.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without a direct number: see to it</source>
            <translation>
                <numerusform>%n without a direct number: see to it</numerusform>
                <numerusform>%n without a direct number: see to it</numerusform>
            </translation>
        </message>
        <message>
            <source>Everybody here has a direct number.</source>
            <translation>Everybody here has a direct number.</translation>
        </message>
        <message>
            <source>Saving …</source>
            <translation>Saving …</translation>
        </message>
        <message>
            <source>Who belongs there is not known yet.</source>
            <translation>Who belongs there is not known yet.</translation>
        </message>
        <message>
            <source>Nobody belongs there.</source>
            <translation>Nobody belongs there.</translation>
        </message>
        <message>
            <source>Choose what is to be made.</source>
            <translation>Choose what is to be made.</translation>
        </message>
    </context>
    <context>
        <name>CardsRoom</name>
        <message>
            <source>Save signatures and cards</source>
            <translation>Save signatures and cards</translation>
        </message>
        <message numerus="yes">
            <source>%n person(s)</source>
            <translation>
                <numerusform>%n person</numerusform>
                <numerusform>%n people</numerusform>
            </translation>
        </message>
        <message>
            <source>Saved: {path}. {people}.</source>
            <translation>Saved: {path}. {people}.</translation>
        </message>
        <message>
            <source>Stopped; nothing was saved.</source>
            <translation>Stopped; nothing was saved.</translation>
        </message>
        <message>
            <source>It could not be saved: {why}</source>
            <translation>It could not be saved: {why}</translation>
        </message>
    </context>
    <context>
        <name>OutlookKeeper</name>
        <message>
            <source>Your signature could not be written for Outlook</source>
            <translation>Your signature could not be written for Outlook</translation>
        </message>
        <message>
            <source>There is another one called {name} there, which this program leaves alone. Rename it in Outlook.</source>
            <translation>There is another one called {name} there, which this program leaves alone. Rename it in Outlook.</translation>
        </message>
    </context>
    <context>
        <name>DifferencePart</name>
        <message>
            <source>Show more</source>
            <translation>Show more</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Yes, do it …</source>
            <translation>Yes, do it …</translation>
        </message>
        <message>
            <source>No, do nothing …</source>
            <translation>No, do nothing …</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>Go back</translation>
        </message>
        <message>
            <source>What {name} would do</source>
            <translation>What {name} would do</translation>
        </message>
        <message>
            <source>Asking the presence server …</source>
            <translation>Asking the presence server …</translation>
        </message>
        <message numerus="yes">
            <source>%n people leave the directory, or lose their extension to somebody else.</source>
            <translation>
                <numerusform>%n person leaves the directory, or loses their extension to somebody else.</numerusform>
                <numerusform>%n people leave the directory, or lose their extension to somebody else.</numerusform>
            </translation>
        </message>
        <message>
            <source>Their accounts end, and what waits for them is handed over. It cannot be undone here.</source>
            <translation>Their accounts end, and what waits for them is handed over. It cannot be undone here.</translation>
        </message>
        <message>
            <source>Yes, exactly this</source>
            <translation>Yes, exactly this</translation>
        </message>
        <message>
            <source>Nothing of it is done. Other changes of this source wait too, until it says something else.</source>
            <translation>Nothing of it is done. Other changes of this source wait too, until it says something else.</translation>
        </message>
        <message>
            <source>No, do none of it</source>
            <translation>No, do none of it</translation>
        </message>
    </context>
    <context>
        <name>DirectoryPage</name>
        <message>
            <source>Directory</source>
            <translation>Directory</translation>
        </message>
        <message>
            <source>Where people come from by themselves, and what became of the last run.</source>
            <translation>Where people come from by themselves, and what became of the last run.</translation>
        </message>
        <message>
            <source>No source is set up: people are imported by hand.</source>
            <translation>No source is set up: people are imported by hand.</translation>
        </message>
        <message>
            <source>What waits is something else by now. Look at it again.</source>
            <translation>What waits is something else by now. Look at it again.</translation>
        </message>
        <message>
            <source>Nothing of it concerns your units.</source>
            <translation>Nothing of it concerns your units.</translation>
        </message>
        <message>
            <source>Show what it would do</source>
            <translation>Show what it would do</translation>
        </message>
    </context>
    <context>
        <name>_Bar</name>
        <message>
            <source>Width of what stands on the left</source>
            <translation>Width of what stands on the left</translation>
        </message>
        <message>
            <source>Click or drag: narrower or wider</source>
            <translation>Click or drag: narrower or wider</translation>
        </message>
    </context>
    <context>
        <name>Month</name>
        <message>
            <source>Earlier month</source>
            <translation>Earlier month</translation>
        </message>
        <message>
            <source>Later month</source>
            <translation>Later month</translation>
        </message>
        <message>
            <source>Days of the month</source>
            <translation>Days of the month</translation>
        </message>
    </context>
    <context>
        <name>WhosePlans</name>
        <message>
            <source>Whose plans</source>
            <translation>Whose plans</translation>
        </message>
        <message>
            <source>&amp;Whose plans</source>
            <translation>&amp;Whose plans</translation>
        </message>
        <message>
            <source>My own</source>
            <translation>My own</translation>
        </message>
    </context>
    <context>
        <name>HeldRuns</name>
        <message>
            <source>{source}: {waits} See Directory in Telephone matters.</source>
            <translation>{source}: {waits} See Directory in Telephone matters.</translation>
        </message>
        <message>
            <source>The directory waits for your yes</source>
            <translation>The directory waits for your yes</translation>
        </message>
    </context>
    <context>
        <name>ElsewherePage</name>
        <message>
            <source>Show there, too, that I am away and when I am back</source>
            <translation>Show there, too, that I am away and when I am back</translation>
        </message>
        <message>
            <source>Programs</source>
            <translation>Programs</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Colleagues see there what they see here: the reason and when you are back, never a note, and never that you are sick. It is taken back when you are, and what you write there yourself is left alone.</source>
            <translation>Colleagues see there what they see here: the reason and when you are back, never a note, and never that you are sick. It is taken back when you are, and what you write there yourself is left alone.</translation>
        </message>
        <message>
            <source>Show colleagues here when I am in a call or a meeting there</source>
            <translation>Show colleagues here when I am in a call or a meeting there</translation>
        </message>
        <message>
            <source>Let my mailbox answer when I am away for a day or more</source>
            <translation>Let my mailbox answer when I am away for a day or more</translation>
        </message>
        <message>
            <source>Mailbox</source>
            <translation>Mailbox</translation>
        </message>
        <message>
            <source>Your mailbox then says when you are back and who is there meanwhile, never why. A reply of your own, also one that is switched off, is left as it is.</source>
            <translation>Your mailbox then says when you are back and who is there meanwhile, never why. A reply of your own, also one that is switched off, is left as it is.</translation>
        </message>
        <message>
            <source>Elsewhere</source>
            <translation>Elsewhere</translation>
        </message>
    </context>
    <context>
        <name>MailboxQuestion</name>
        <message>
            <source>Other …</source>
            <translation>Other …</translation>
        </message>
        <message>
            <source>Leave it open</source>
            <translation>Leave it open</translation>
        </message>
        <message>
            <source>Close the phone, too?</source>
            <translation>Close the phone, too?</translation>
        </message>
        <message>
            <source>Your mailbox says that you are out of office, and your phone still rings.</source>
            <translation>Your mailbox says that you are out of office, and your phone still rings.</translation>
        </message>
    </context>
    <context>
        <name>UpdateField</name>
        <message>
            <source>It is being done.</source>
            <translation>It is being done.</translation>
        </message>
        <message>
            <source>Fetching and checking …</source>
            <translation>Fetching and checking …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Looking …</translation>
        </message>
        <message>
            <source>Fetched, and as it was signed. An administrator must install it.</source>
            <translation>Fetched, and as it was signed. An administrator must install it.</translation>
        </message>
        <message>
            <source>It has been handed to the program that installs packages, which asks for an administrator.</source>
            <translation>It has been handed to the program that installs packages, which asks for an administrator.</translation>
        </message>
        <message>
            <source>No program here opens it. An administrator installs it by: {command}</source>
            <translation>No program here opens it. An administrator installs it by: {command}</translation>
        </message>
        <message>
            <source>Open the package …</source>
            <translation>Open the package …</translation>
        </message>
        <message>
            <source>Fetch version {version}</source>
            <translation>Fetch version {version}</translation>
        </message>
        <message>
            <source>Look for a newer version</source>
            <translation>Look for a newer version</translation>
        </message>
    </context>
</TS>
