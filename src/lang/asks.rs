//! What becomes of an ask that the plan as advised does not need: said wherever the ask is put forward, in the same words.

use crate::analysis::need::{Need, Needs};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, all_of, quoted};
use crate::model::{DepartmentId, ElementId, ProjectId};

impl Phrases<'_> {
    /// What is asked of a department, quoted; their part, where the tables hold no words for it.
    pub(super) fn ask_of(&self, department: DepartmentId) -> String {
        match self.case.department(department).ask.as_str() {
            "" => self.pick("所需的配合", "their part").to_owned(),
            ask => quoted(self.lang, ask),
        }
    }

    /// What stands behind an ask, in brackets; empty where it is simply put forward.
    pub fn ask_mark(&self, needs: &Needs, department: DepartmentId) -> String {
        match needs.get(department) {
            Need::Here => String::new(),
            Need::IfStill { projects, .. } if !projects.is_empty() => {
                let left = self.left_there(projects);
                self.pick(format!("（{left}）"), format!(" ({left})"))
            }
            Need::IfStill { .. } => self.pick("（如仍需要）", " (if still needed)").to_owned(),
            Need::Elsewhere { projects, .. } => {
                let names = self.projects(projects);
                self.pick(format!("（为{names}，在那里提）"), format!(" (for {names}: put forward there)"))
            }
        }
    }

    /// That an ask is another project's matter; `None` where it is not.
    pub(super) fn elsewhere(&self, needs: &Needs, department: DepartmentId) -> Option<String> {
        let Need::Elsewhere { projects, added } = needs.get(department) else { return None };
        Some(self.put_there(department, projects, added))
    }

    /// Nothing here needs a department, these projects do.
    pub(super) fn put_there(&self, department: DepartmentId, projects: &[ProjectId], added: &[ElementId]) -> String {
        let (names, does) = (self.projects(projects), if projects.len() == 1 { "does" } else { "do" });
        let own = if added.is_empty() {
            String::new()
        } else {
            let added = all_of(self.lang, &added.iter().map(|e| quoted(self.lang, self.element(*e))).collect::<Vec<_>>());
            self.pick(
                format!("；建议增加的{added}要它配合，另行商量"),
                format!("; their part in {added}, which is advised, is another matter"),
            )
        };
        // Without words there is nothing to put, only a part to ask for.
        let (zh, en) = match self.case.department(department).ask.as_str() {
            "" => ("在那里请它配合", "ask for their part there"),
            _ => ("在那里提", "make the request there"),
        };
        self.pick(
            format!("本项目没有要素需要它，{names}需要：{zh}{own}"),
            format!("nothing in this project needs them, but {names} {does}: {en}{own}"),
        )
    }

    /// That an ask is left to these projects once the plan is changed: `按建议改后留到“老客户答谢会”提`.
    fn left_there(&self, projects: &[ProjectId]) -> String {
        let names = self.projects(projects);
        self.pick(format!("按建议改后留到{names}提"), format!("as advised, left to {names}"))
    }

    /// What to see to before an ask that may have gone with what needed it.
    pub(super) fn see_first(&self, department: DepartmentId) -> String {
        let ask = self.ask_of(department);
        let zh = if self.case.department(department).ask.is_empty() {
            "先确认是否还要请它配合".to_owned()
        } else {
            format!("先确认{ask}是否还需要")
        };
        self.pick(zh, format!("see first whether {ask} is still needed"))
    }

    /// What becomes of an ask in doubt, as a clause; `None` where it is in no doubt.
    pub(super) fn doubt_of(&self, needs: &Needs, department: DepartmentId) -> Option<String> {
        let left_to = needs.left_to(department);
        needs.is_in_doubt(department).then(|| if left_to.is_empty() { self.see_first(department) } else { self.left_there(left_to) })
    }

    fn projects(&self, projects: &[ProjectId]) -> String {
        all_of(self.lang, &projects.iter().map(|p| quoted(self.lang, &self.case.project(*p).name)).collect::<Vec<_>>())
    }

    /// Something to do about an ask; where the ask may have gone with what needed it, that comes first.
    pub(super) fn if_wanted(&self, needs: &Needs, department: DepartmentId, todo: String) -> String {
        let Some(first) = self.doubt_of(needs, department) else { return todo };
        if needs.left_to(department).is_empty() {
            self.pick(format!("{first}；仍需要时，{todo}"), format!("{first}; if it is, {todo}"))
        } else {
            self.pick(format!("{first}；要在本项目提，{todo}"), format!("{first}; to ask for this project all the same, {todo}"))
        }
    }

    /// What to do about an ask in doubt; `None` where it is in none.
    pub(super) fn need_dropped(&self, needs: &Needs, department: DepartmentId) -> Option<String> {
        let Need::IfStill { elements, .. } = needs.get(department) else { return None };
        Some(self.for_dropped(needs, department, elements))
    }

    /// What to do about an ask though all that needs the department is to go: `去掉“X”后，没有要素再需要它：先确认是否还要“Y”，不需要就撤回`. What
    /// another project still needs is not withdrawn.
    pub(super) fn for_dropped(&self, needs: &Needs, department: DepartmentId, elements: &[ElementId]) -> String {
        let (gone, left_to) = (self.element_rows(elements), needs.left_to(department));
        if !left_to.is_empty() {
            let (names, does) = (self.projects(left_to), if left_to.len() == 1 { "does" } else { "do" });
            let (there, request) = match self.case.department(department).ask.as_str() {
                "" => ("请它配合", "their part"),
                _ => ("提", "the request"),
            };
            return self.pick(
                format!("去掉{gone}后，本项目没有要素再需要它，{names}仍需要：留到那里{there}"),
                format!(
                    "without {gone} nothing in this project needs them, but {names} still {does}: leave {request} to {}",
                    if left_to.len() == 1 { "that one" } else { "those" }
                ),
            );
        }
        if self.case.department(department).ask.is_empty() {
            return self.pick(
                format!("去掉{gone}后，没有要素再需要它：先确认是否还要请它配合"),
                format!("without {gone} nothing in the plan needs them: see first whether their part is still wanted"),
            );
        }
        let ask = self.ask_of(department);
        match self.lang {
            Lang::Zh => format!("去掉{gone}后，没有要素再需要它：先确认是否还要{ask}，不需要就撤回"),
            Lang::En => {
                format!("without {gone} nothing in the plan needs them: see first whether {ask} is still wanted, and withdraw it if not")
            }
        }
    }
}
