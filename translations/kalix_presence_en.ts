<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
        <name>Asking</name>
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
        <name>Colleagues</name>
        <message>
            <source>Colleagues</source>
            <translation>Colleagues</translation>
        </message>
        <message>
            <source>Name, unit, duty or extension</source>
            <translation>Name, unit, duty or extension</translation>
        </message>
        <message>
            <source>Search colleagues</source>
            <translation>Search colleagues</translation>
        </message>
        <message>
            <source>Enter shows numbers</source>
            <translation>Enter shows numbers</translation>
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
            <source>extension {number}</source>
            <translation>extension {number}</translation>
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
            <source>Not known</source>
            <translation>Not known</translation>
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
            <source>Should be back by now</source>
            <translation>Should be back by now</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>Not confirmed</translation>
        </message>
    </context>
    <context>
        <name>Desk</name>
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
            <source>The settings could not be saved</source>
            <translation>The settings could not be saved</translation>
        </message>
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
        <name>Inbox</name>
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
            <source>{reason}, until further notice.</source>
            <translation>{reason}, until further notice.</translation>
        </message>
        <message>
            <source>{reason}, back {time}.</source>
            <translation>{reason}, back {time}.</translation>
        </message>
    </context>
    <context>
        <name>MessageDesk</name>
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
            <source>If a time was wished: 15.00, tomorrow 9 …</source>
            <translation>If a time was wished: 15.00, tomorrow 9 …</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>Urgent</translation>
        </message>
        <message>
            <source>Leave message</source>
            <translation>Leave message</translation>
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
            <source>Call &amp;before</source>
            <translation>Call &amp;before</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
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
        <message>
            <source>{name} is away until further notice: {reason}.</source>
            <translation>{name} is away until further notice: {reason}.</translation>
        </message>
        <message>
            <source>{name} is away: {reason}, back {time}.</source>
            <translation>{name} is away: {reason}, back {time}.</translation>
        </message>
        <message>
            <source>Leave it with the deputy, {name}</source>
            <translation>Leave it with the deputy, {name}</translation>
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
    </context>
    <context>
        <name>PersonCard</name>
        <message>
            <source>Close</source>
            <translation>Close</translation>
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
            <source>E-mail</source>
            <translation>E-mail</translation>
        </message>
        <message>
            <source>Deputy</source>
            <translation>Deputy</translation>
        </message>
        <message>
            <source>Works with</source>
            <translation>Works with</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>Copy {what} {value}</source>
            <translation>Copy {what} {value}</translation>
        </message>
    </context>
    <context>
        <name>Phrases</name>
        <message>
            <source>Not signed in</source>
            <translation>Not signed in</translation>
        </message>
        <message>
            <source>Status not known yet</source>
            <translation>Status not known yet</translation>
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
            <source>All times are those of {city}, where it is {time} now.</source>
            <translation>All times are those of {city}, where it is {time} now.</translation>
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
    </context>
    <context>
        <name>SettingsWindow</name>
        <message>
            <source>Settings</source>
            <translation>Settings</translation>
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
            <source>Ask before lunch</source>
            <translation>Ask before lunch</translation>
        </message>
        <message>
            <source>Learn from my own lunches when that is</source>
            <translation>Learn from my own lunches when that is</translation>
        </message>
        <message>
            <source>Ask at the end of the working day</source>
            <translation>Ask at the end of the working day</translation>
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
            <translation>Short&amp;cut</translation>
        </message>
        <message>
            <source>Reminders</source>
            <translation>Reminders</translation>
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
            <source>Cancel</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Save</translation>
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
            <source>The computer did not allow it: {reason}</source>
            <translation>The computer did not allow it: {reason}</translation>
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
        <name>SignIn</name>
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
            <source>Your account has no extension, so there is no phone to forward. Ask your administrator.</source>
            <translation>Your account has no extension, so there is no phone to forward. Ask your administrator.</translation>
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
    </context>
    <context>
        <name>Undo</name>
        <message>
            <source>Undo</source>
            <translation>Undo</translation>
        </message>
    </context>
    <context>
        <name>Welcoming</name>
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
</TS>
