"""What every meeting opens and closes with: the list, the agenda, who checks the minutes, last minutes, information."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.sample.facts import Text, join, say
from tests.sample.meeting import Decision, Item
from tests.sample.place import Association
from tests.sample.wording import Hand


@dataclass
class Scene:
    """What a maker of items may know: the body, the day, the writer's hand, who sits at the table."""

    rng: Random
    association: Association
    hand: Hand
    day: date
    present: tuple[str, ...]
    guests: tuple[str, ...]
    adjuster: str
    previous: date
    coming: date
    taken: set[str] = field(default_factory=set)
    board: str = "Styrelsen"

    def pick(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def effort(self) -> str:
        """An effort that no other item of this meeting is about."""
        free = [e for e in self.association.efforts if e not in self.taken] or list(self.association.efforts)
        chosen = self.rng.choice(free)
        self.taken.add(chosen)
        return chosen

    def dnr(self) -> str:
        return f"{self.day.year}/{self.rng.randint(3, 88):02d}"


Maker = Callable[[Scene], Item]


def att(text: Text, action: str, *also: str) -> Decision:
    return Decision(text, action, also)


def assigned(text: Text, responsible: str, due: date | None = None) -> Decision:
    """An att-sats that tells somebody to do something, perhaps by a day."""
    return Decision(text, "uppdra", responsible=responsible, due=due)


def sentence(text: Text, action: str, *also: str) -> Decision:
    return Decision(text, action, also, att=False)


NOTED = (
    "{board} noterar informationen.",
    "{board} tackar för redovisningen och noterar informationen.",
    "Informationen antecknas till protokollet.",
    "{board} tar del av informationen.",
)


def noted(scene: Scene) -> tuple[tuple[Decision, ...], bool]:
    """Taking note: as an att-sats under the label, or implied by a sentence last in the text."""
    if scene.rng.random() < 0.5:
        return (sentence(say(scene.pick(*NOTED), board=scene.board), "notera"),), True
    wording = scene.pick("lägga informationen till handlingarna", "notera informationen", "anteckna informationen")
    return (att(say(wording), "notera"),), False


def opening(scene: Scene) -> Item:
    chair = scene.present[0]
    return Item("Mötets öppnande", (say(f"Ordförande {chair} hälsar välkommen och förklarar mötet öppnat."),))


def adjusters(scene: Scene) -> Item:
    name = scene.adjuster
    return Item(
        scene.pick("Val av justerare", "Protokolljusterare", "Val av protokollsjusterare"),
        (say(f"{scene.present[0]} frågar om förslag till justerare. Förslag lämnas på {name}."),)
        if scene.rng.random() < 0.6 else (),
        (att(say(f"utse {name} att jämte ordföranden justera dagens protokoll"), "utse", "välja"),),
    )  # fmt: skip


def agenda(scene: Scene) -> Item:
    extra = scene.effort()
    body = (say(f"En fråga om {extra} anmäls till Övriga frågor."),) if scene.rng.random() < 0.4 else ()
    wording = scene.pick(
        "fastställa dagordningen", "godkänna dagordningen", "fastställa utsänd dagordning med tillägget ovan"
    )
    action = "godkänna" if wording.startswith("god") else "fastställa"
    return Item(
        scene.pick("Dagordning", "Godkännande av dagordning", "Föredragningslista"), body, (att(say(wording), action),)
    )


def last_minutes(scene: Scene) -> Item:
    day = scene.hand.day(scene.previous)
    body = (say("Protokollet från {day} är justerat och har skickats ut med kallelsen.", day=day),)
    return Item(
        scene.pick("Föregående protokoll", "Föregående mötes protokoll", "Genomgång av föregående protokoll"),
        body if scene.rng.random() < 0.7 else (),
        (att(say("lägga protokollet från {day} till handlingarna", day=scene.hand.day(scene.previous)), "notera"),)
        if scene.rng.random() < 0.6
        else (att(say("godkänna föregående protokoll och lägga det till handlingarna"), "godkänna", "notera"),),
    )


def director_informs(scene: Scene) -> Item:
    """The long one: many days and sums, no decision or a note."""
    hand, who = scene.hand, scene.association
    soon = scene.day + timedelta(days=scene.rng.randint(12, 40))
    past = scene.day - timedelta(days=scene.rng.randint(5, 30))
    cost = scene.rng.randrange(8, 95) * 1000
    buffer = scene.rng.randrange(11, 60) * 100_000
    points = [
        say("Förbundschefen redogör för kansliets arbete sedan förra mötet. Nätverksträffen {past} samlade "
            f"{scene.rng.randint(22, 90)} deltagare från samtliga parter.", past=hand.day(past)),
        say("Medlemssamråd hålls {soon} i {town}. Inbjudan går ut inom kort.", soon=hand.day(soon),
            town=scene.rng.choice(who.towns)),
        say("Kostnaden för utbildningsdagen blev {cost}, vilket ryms inom ramen.", cost=hand.money(cost)),
        say("Likviditeten är god. Vid månadsskiftet fanns {buffer} på förbundets konto.",
            buffer=hand.money(buffer)),
        say("Nationella rådets rekommendation om högsta eget kapital innebär att förbundet bör ligga under ca {cap} "
            "vid {turn}.",
            cap=hand.money(scene.rng.randrange(15, 30) * 100_000, approximate=True),
            turn=hand.year_turn(scene.day.year)),
        say(f"Arbetsförmedlingens kontor i {who.towns[0]} byter chef. Samarbetet fortsätter som tidigare."),
        say("Uppföljningen av deltagare i åldern 16–64 år visar att {share} procent gått vidare till arbete eller "
            "studier.",
            share=str(scene.rng.randint(21, 58))),
        say("En enkät skickas till parterna under {month} och sammanställs av kansliet.",
            month=hand.month(scene.coming)),
    ]  # fmt: skip
    chosen = scene.rng.sample(points[1:], scene.rng.randint(2, 5))
    decisions, implied = noted(scene) if scene.rng.random() < 0.7 else ((), False)
    return Item(
        scene.pick("Förbundschefen informerar", "Information från kansliet", "Rapport från förbundschefen"),
        (points[0], *chosen),
        decisions,
        implied=implied,
    )


def visit(scene: Scene) -> Item:
    effort, town = scene.effort(), scene.rng.choice(scene.association.towns)
    who = scene.rng.choice(scene.guests) if scene.guests else scene.association.developer.name
    decisions, implied = noted(scene)
    started = date(scene.day.year - 1, scene.rng.randint(1, 12), 1)
    body = (
        say(f"{who} presenterar insatsen {effort}, som drivs i {town} sedan {{started}}. Teamet består av två coacher, "
            "en arbetsterapeut på 50 % och en handläggare från Försäkringskassan en dag i veckan.",
            started=scene.hand.month(started)),
        say("Deltagarna remitteras av socialtjänst, vårdcentral eller handläggare. Väntetiden är kortare än "
            "tidigare, men "
            "flera deltagare har längre väg till arbete än vad som antogs när insatsen planerades."),
        say(f"Under {{month}} skrevs {scene.rng.randint(2, 9)} personer in och {scene.rng.randint(1, 6)} avslutades.",
            month=scene.hand.bare_month(max(1, scene.day.month - 1))),
        say("Ledamöterna frågar om samverkan med primärvården och om vad som händer när finansieringen upphör."),
    )  # fmt: skip
    heading = scene.pick(
        f"Rapport från insatsen {effort}", f"{effort} – lägesrapport", f"Redovisning av insatsen {effort}"
    )
    return Item(heading, body, decisions, implied=implied, under="Rapporter")


def other_questions(scene: Scene) -> Item:
    return Item("Övriga frågor", (say(scene.pick("Inga övriga frågor anmäls.", "Ingen övrig fråga har anmälts.")),))


def next_meeting(scene: Scene) -> Item:
    coming = scene.hand.day(scene.coming)
    text = join(
        say("Nästa sammanträde äger rum {coming} kl. 13.00.", coming=coming), say("Plats meddelas i kallelsen.")
    )
    return Item(scene.pick("Nästa möte", "Kommande sammanträden"), (text,))


def closing(scene: Scene) -> Item:
    return Item(
        scene.pick("Mötets avslutande", "Avslutning"),
        (say("Ordföranden tackar för visat intresse och avslutar mötet."),),
    )
